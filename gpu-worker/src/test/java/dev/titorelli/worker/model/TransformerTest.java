package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.conditioning.PromptTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One forward pass, cached as the product runs it, and layer by layer. */
class TransformerTest {
    private static final String FILE = "forward";
    private static final String DIFFUSERS_WEIGHTS = "diffusion_pytorch_model.safetensors";
    private static final float TOLERANCE = 1e-4f;
    private final NDManager scope = OpenModels.scope();
    private final Transformer transformer = OpenModels.tiny().pictures().transformer();
    private Lora lora = Lora.NONE;

    @AfterEach
    void close() {
        scope.close();
    }

    @ParameterizedTest
    @CsvSource({"text_only, 0", "one_image, 1", "two_images, 2", "image_twice, 1"})
    void givesTheReferencesVelocity(String request, int pictures) {
        assertVelocity(request, GoldenPrompts.conditional(request, 0), latents(request, 0, pictures), 0, ".velocity");
    }

    @Test
    void seesAPictureThatIsNamedTwiceTwice() {
        assertThat(Goldens.floats(FILE, "image_twice.input_latent0"))
                .isEqualTo(Goldens.floats(FILE, "image_twice.input_latent1"));
        assertThat(GoldenPrompts.conditional("image_twice", 0).spans()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 0, 2", "2, 2, 1"})
    void givesEachRowOfAPaddedBatchAlone(int row, int firstPicture, int pictures) {
        PromptTokens tokens = GoldenPrompts.conditional("batch_padded", row);
        assertVelocity("batch_padded", tokens, latents("batch_padded", firstPicture, pictures), row, ".velocity");
    }

    @ParameterizedTest
    @CsvSource({"text_only, 0, 2", "one_image, 1, 3", "two_images, 2, 3"})
    void givesEachBranchWhatTheJointBatchGivesIt(String request, int pictures, int branches) {
        List<PromptTokens> tokens = GoldenPrompts.branches(request);
        for (int branch = 0; branch < branches; branch++) {
            List<NDArray> latents = branch == 1 ? List.of() : latents(request, 0, pictures);
            assertVelocity(request, tokens.get(branch), latents, branch, ".joint.velocity");
        }
    }

    @ParameterizedTest
    @CsvSource({"text_only, 0, 2", "one_image, 1, 3", "two_images, 2, 3"})
    void computesAllBranchesInOneStep(String request, int pictures, int branches) {
        List<PromptTokens> tokens = GoldenPrompts.branches(request).subList(0, branches);
        NDArray x = Goldens.tensor(scope, FILE, "text_only.x");
        float[] velocities = velocities(transformer, tokens, latents(request, 0, pictures), x, 0.25f);
        String[] names = {".cond", ".uncond", ".img_cond"};
        int size = velocities.length / branches;
        for (int branch = 0; branch < branches; branch++) {
            assertThat(Arrays.copyOfRange(velocities, branch * size, (branch + 1) * size))
                    .containsExactly(Goldens.floats("cfg", request + names[branch]), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gqa_short", "gqa_long"})
    void sharesKeyHeadsAndTakesTheLongFactorsByTheRowsLength(String request) throws IOException {
        assertGrouped(request, Goldens.model("gqa-long"), TransformerNames.ORIGINAL, ModelLayout.ORIGINAL.weights());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gqa_short", "gqa_long"})
    void stacksQueriesKeysAndValuesOfDiffusersLayout(String request) throws IOException {
        Path directory = Goldens.model("gqa-long-diffusers").resolve("transformer");
        assertGrouped(request, directory, TransformerNames.DIFFUSERS, DIFFUSERS_WEIGHTS);
    }

    @Test
    void readsBf16WeightsFromShards() throws IOException {
        Path directory = Goldens.model("diffusers-bf16-sharded").resolve("transformer");
        PromptTokens tokens = GoldenPrompts.conditional("text_only", 0);
        NDArray x = Goldens.tensor(scope, FILE, "text_only.x");
        try (Transformer sharded =
                OpenModels.transformer(scope, directory, TransformerNames.DIFFUSERS, DIFFUSERS_WEIGHTS)) {
            assertThat(velocity(sharded, tokens, List.of(), x, time("text_only", 0)))
                    .containsExactly(Goldens.floats(FILE, "bf16_sharded.velocity"), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, velocity_base", "1, velocity_unmerged", "1, velocity_merged"})
    void appliesAnAdapterBesideTheBaseWeights(double scale, String golden) {
        try (LoraAdapter adapter = OpenModels.tiny().adapter(Goldens.model("lora"))) {
            lora = Lora.of(Optional.of(new ScaledAdapter(adapter, scale)));
            NDArray x = Goldens.tensor(scope, FILE, "text_only.x");
            PromptTokens tokens = GoldenPrompts.conditional("one_image", 0);
            assertThat(velocity(transformer, tokens, latents("one_image", 0, 1), x, 0.37f))
                    .containsExactly(Goldens.floats("lora", golden), within(TOLERANCE));
        }
    }

    private void assertGrouped(String request, Path directory, TransformerNames names, String weights)
            throws IOException {
        try (Transformer grouped = OpenModels.transformer(scope, directory, names, weights)) {
            List<Integer> ids = Arrays.stream(Goldens.longs(FILE, request + ".input_ids"))
                    .mapToObj(Math::toIntExact)
                    .toList();
            NDArray x = Goldens.tensor(scope, FILE, request + ".x");
            float[] velocity = velocity(grouped, new PromptTokens(ids, List.of()), List.of(), x, time(request, 0));
            assertThat(velocity).containsExactly(Goldens.floats(FILE, request + ".velocity"), within(TOLERANCE));
        }
    }

    @Test
    void hasTheReferencesHiddenStatesInEveryLayer() {
        FullRow row = row("text_only", 0);
        assertHidden(row.hidden, "text_only.h0");
        NDArray attended = row.attention(0);
        assertHidden(attended, "text_only.layer0.attn_out");
        assertHidden(row.mlp(0, row.hidden.add(attended)), "text_only.layer0.mlp_out");
        for (String name : List.of("h1", "h2", "h3", "h_last")) {
            row.next();
            assertHidden(row.hidden, "text_only." + name);
        }
        NDArray normed = transformer
                .script()
                .call("rms_norm")
                .tensor(row.hidden)
                .tensor(transformer.weights().norm())
                .number(1e-5)
                .tensorIn(scope);
        assertHidden(normed, "text_only.normed");
    }

    @Test
    void letsAPicturesTokensSeeEachOther() {
        FullRow row = row("one_image", 1);
        assertHidden(row.hidden, "one_image.h0");
        IntStream.range(0, 4).forEach(layer -> row.next());
        assertHidden(row.hidden, "one_image.h_last");
    }

    private void assertVelocity(String request, PromptTokens tokens, List<NDArray> latents, int row, String golden) {
        int size = 4 * 16 * 12;
        float[] expected = Goldens.floats(FILE, request + golden);
        NDArray all = Goldens.tensor(scope, FILE, request + ".x");
        NDArray x = all.get(Math.min(row, all.getShape().get(0) - 1)).expandDims(0);
        assertThat(velocity(transformer, tokens, latents, x, golden.contains("joint") ? 0.25f : time(request, row)))
                .containsExactly(Arrays.copyOfRange(expected, row * size, (row + 1) * size), within(TOLERANCE));
    }

    private static float time(String request, int row) {
        float[] times = Goldens.floats(FILE, request + ".t");
        return times[Math.min(row, times.length - 1)];
    }

    private List<NDArray> latents(String request, int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(i -> Goldens.tensor(scope, FILE, request + ".input_latent" + i))
                .toList();
    }

    /** As the product runs it: prefix, time tokens, image tokens; the flow time is the second of two steps. */
    private float[] velocity(Transformer of, PromptTokens tokens, List<NDArray> latents, NDArray x, float flowTime) {
        return velocities(of, List.of(tokens), latents, x, flowTime);
    }

    private float[] velocities(
            Transformer of, List<PromptTokens> rows, List<NDArray> latents, NDArray x, float flowTime) {
        int height = (int) x.getShape().get(2);
        int width = (int) x.getShape().get(3);
        float[] flowTimes = {0.9f, flowTime};
        List<VelocityField.Branch> branches = new ArrayList<>();
        for (PromptTokens row : rows) {
            Transformer.Prefix prefix = of.prefill(scope, row, latents, height * width / 4, lora);
            branches.add(new VelocityField.Branch(prefix, of.timeTokens(scope, prefix, flowTimes)));
        }
        VelocityField field = new VelocityField(scope, of, flowTimes, branches, height, width);
        StepBatch batch = new StepBatch(of, new LinearBlocks(128));
        batch.velocities(scope, List.of(new StepBatch.Part(field, x, 0)));
        return batch.velocities(scope, List.of(new StepBatch.Part(field, x, 1)))
                .get(0)
                .toFloatArray();
    }

    private FullRow row(String request, int pictures) {
        PromptTokens tokens = GoldenPrompts.conditional(request, 0);
        NDArray x = Goldens.tensor(scope, FILE, request + ".x");
        float[] flowTimes = {time(request, 0)};
        TransformerWeights weights = transformer.weights();
        NDArray hidden = NDArrays.concat(
                new NDList(
                        transformer.embedPrefix(scope, tokens, latents(request, 0, pictures)),
                        transformer
                                .timeEmbedding(scope, flowTimes, weights.timeToken())
                                .expandDims(0),
                        transformer.patchify(scope, x, weights.outputPatch())),
                1);
        return new FullRow(tokens, hidden);
    }

    private static void assertHidden(NDArray hidden, String golden) {
        assertThat(hidden.toFloatArray()).as(golden).containsExactly(Goldens.floats(FILE, golden), within(TOLERANCE));
    }

    /**
     * A row computed whole and uncached: to attention, the time token is one more causal token after the prompt and the
     * image one more picture.
     */
    private final class FullRow {
        private final long[] runs;
        private final Rotary.Table table;
        private final TransformerLayout layout =
                TransformerLayout.of(TransformerNames.ORIGINAL, transformer.config(), 24);
        private final NDArray keys;
        private NDArray hidden;
        private int layer;

        FullRow(PromptTokens tokens, NDArray hidden) {
            int length = (int) hidden.getShape().get(1);
            List<Long> runs = new ArrayList<>();
            Arrays.stream(Transformer.runs(tokens)).forEach(runs::add);
            runs.set(runs.size() - 2, tokens.length() + 1L);
            runs.addAll(List.of(tokens.length() + 1L, (long) length, 0L));
            this.runs = runs.stream().mapToLong(Long::longValue).toArray();
            this.table = transformer.rotary().table(scope, 0, length, length);
            this.keys = scope.zeros(new Shape(4, length, 16));
            this.hidden = hidden;
        }

        NDArray attention(int index) {
            return layer("prefix_attention", index);
        }

        NDArray mlp(int index, NDArray x) {
            return transformer
                    .script()
                    .call("mlp")
                    .tensor(x)
                    .tensors(weights(index))
                    .number(1e-5)
                    .tensorIn(scope);
        }

        void next() {
            hidden = layer("prefix_layer", layer);
            layer++;
        }

        private NDArray layer(String method, int index) {
            return transformer
                    .script()
                    .call(method)
                    .tensor(hidden)
                    .tensors(weights(index))
                    .integer(4)
                    .integer(4)
                    .number(1e-5)
                    .tensor(table.cos())
                    .tensor(table.sin())
                    .integers(runs)
                    .tensor(keys)
                    .tensor(keys.zerosLike())
                    .tensors(List.of())
                    .number(0)
                    .tensorIn(scope);
        }

        private List<NDArray> weights(int index) {
            try {
                Checkpoint file = Checkpoint.open(
                                Goldens.model("omnigen"), ModelLayout.ORIGINAL.weights(), new ArrayList<>())
                        .orElseThrow();
                List<TensorSpec> specs = layout.layers().subList(6 * index, 6 * index + 6);
                Weights weights = Weights.load(scope, file, specs, ComputeType.F32);
                return specs.stream().map(weights::tensor).toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
