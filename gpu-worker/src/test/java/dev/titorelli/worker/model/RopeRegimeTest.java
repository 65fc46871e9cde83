package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.conformance.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prefixes of a model whose rows have long rotary factors from 49 tokens on, output tokens included. */
class RopeRegimeTest {
    /** 21 tokens; the negative prompt has 14. */
    private static final String PROMPT = "a red circle";

    private static OmniGen model;
    private final BoundedPrefixShelf shelf = new BoundedPrefixShelf(1 << 24);

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        copy(Goldens.model("gqa-long"), directory);
        copy(Goldens.model("omnigen").resolve("vae"), Files.createDirectory(directory.resolve("vae")));
        model = OmniGen.open(directory);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @AfterEach
    void closeShelf() {
        shelf.close();
    }

    @Test
    void takesTheRegimeOfEachBranchsWholeRow() {
        assertThat(regimes(16, 16)).containsExactly(Rotary.Regime.SHORT, Rotary.Regime.SHORT);
        assertThat(regimes(64, 128)).containsExactly(Rotary.Regime.LONG, Rotary.Regime.SHORT);
        assertThat(regimes(128, 96)).containsExactly(Rotary.Regime.LONG, Rotary.Regime.LONG);
    }

    @Test
    void sharesAPrefixWithinARegimeAndNotBeyond() {
        paintsAsAlone(16, 16);
        assertThat(shelf.hits()).isZero();
        paintsAsAlone(16, 32);
        assertThat(shelf.hits()).as("both branches and their time tokens").isEqualTo(4);
        paintsAsAlone(64, 128);
        assertThat(shelf.hits())
                .as("the unconditional branch alone, whose row is still short")
                .isEqualTo(4 + 2);
        paintsAsAlone(128, 96);
        assertThat(shelf.hits()).as("the conditional branch, long before").isEqualTo(6 + 2);
        paintsAsAlone(128, 112);
        assertThat(shelf.hits()).isEqualTo(8 + 4);
        paintsAsAlone(16, 16);
        assertThat(shelf.hits()).isEqualTo(12 + 4);
    }

    /** Rows of 48 and of 49 tokens: the last short one, the first long one. */
    @Test
    void givesEachBranchOfAPictureTheFactorsOfItsOwnRow() {
        try (NDManager scope = OpenModels.scope()) {
            List<KeysAndValues> prefixes = List.of(prefix(scope, "ids23", 24), prefix(scope, "ids24", 24));
            assertThat(velocities(scope, prefixes, "middle.x"))
                    .containsExactly(
                            together(
                                    Goldens.floats("rope", "23.middle.velocity"),
                                    Goldens.floats("rope", "24.middle.velocity")),
                            within(1e-4f));
        }
    }

    @Test
    void servesSizesOfOneRegimeFromOnePrefixAlone() {
        try (NDManager scope = OpenModels.scope()) {
            KeysAndValues prefix = prefix(scope, "ids23", 4);
            KeysAndValues longer = prefix.copiedTo(scope, 48).orElseThrow();
            KeysAndValues beyond = prefix(scope, "ids24", 4).copiedTo(scope, 49).orElseThrow();

            assertThat(velocities(scope, List.of(prefix), "small.x"))
                    .containsExactly(Goldens.floats("rope", "23.small.velocity"), within(1e-4f));
            assertThat(velocities(scope, List.of(longer), "middle.x"))
                    .containsExactly(Goldens.floats("rope", "23.middle.velocity"), within(1e-4f));
            assertThat(largestDifference(
                            velocities(scope, List.of(beyond), "middle.x"),
                            Goldens.floats("rope", "24.middle.velocity")))
                    .as("a short row's prefix in a long row")
                    .isGreaterThan(1e-2f);
            assertThat(velocities(scope, List.of(prefix(scope, "ids24", 4)), "small.x"))
                    .containsExactly(Goldens.floats("rope", "24.small.velocity"), within(1e-4f));
        }
    }

    private static KeysAndValues prefix(NDManager scope, String ids, int outputTokens) {
        Transformer transformer = model.pictures().transformer();
        List<Integer> tokens = Arrays.stream(Goldens.longs("rope", ids))
                .mapToObj(Math::toIntExact)
                .toList();
        Transformer.Cache cache =
                transformer.prefill(scope, new PromptTokens(tokens, List.of()), List.of(), outputTokens, Lora.NONE);
        return new KeysAndValues(transformer.script(), ids, cache.keys(), cache.values(), tokens.size());
    }

    /** Of the branches with these prefixes, in one step. */
    private static float[] velocities(NDManager scope, List<KeysAndValues> prefixes, String golden) {
        Transformer transformer = model.pictures().transformer();
        float[] times = Goldens.floats("rope", "t");
        NDArray x = Goldens.tensor(scope, "rope", golden);
        int height = (int) x.getShape().get(2);
        int width = (int) x.getShape().get(3);
        List<VelocityField.Branch> branches = prefixes.stream()
                .map(prefix -> {
                    int row = prefix.tokens() + 1 + height * width / 4;
                    Transformer.Cache time = transformer.timeTokens(scope, prefix, row, times, Lora.NONE);
                    return new VelocityField.Branch(
                            prefix,
                            new KeysAndValues(transformer.script(), "", time.keys(), time.values(), 1),
                            row,
                            Lora.NONE);
                })
                .toList();
        VelocityField field = new VelocityField(scope, transformer, times, branches, height, width);
        return new StepBatch(transformer, new LinearBlocks(128))
                .velocities(scope, List.of(new StepBatch.Part(field, x, 0)))
                .get(0)
                .toFloatArray();
    }

    private static float[] together(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static float largestDifference(float[] one, float[] other) {
        float largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs(one[i] - other[i]));
        }
        return largest;
    }

    @Test
    void rotatesAPrefixsKeysOtherwiseInEachRegime() {
        try (Sampling shortRow = model.start(wish(16, 16));
                Sampling longRow = model.start(wish(64, 128))) {
            assertThat(keys(shortRow)).hasSize(21 * 24).isNotEqualTo(keys(longRow));
        }
    }

    /** Of the conditional prefix, in the second layer's first head. */
    private static float[] keys(Sampling sampling) {
        KeysAndValues prefix = sampling.rows().get(0).branch().prefix();
        int headSize = 24;
        return Arrays.copyOf(prefix.keys().get(1).get(0).toFloatArray(), headSize * prefix.tokens());
    }

    private void paintsAsAlone(int widthPx, int heightPx) {
        float[] shared = paint(wish(widthPx, heightPx), new PrefixSharing(shelf, ""));
        assertThat(shared).containsExactly(paint(wish(widthPx, heightPx), PrefixSharing.NONE));
    }

    private List<Rotary.Regime> regimes(int widthPx, int heightPx) {
        try (Sampling sampling = model.start(wish(widthPx, heightPx))) {
            return sampling.rows().stream()
                    .map(row -> model.pictures()
                            .transformer()
                            .rotary()
                            .regime(row.branch().rowLength()))
                    .toList();
        }
    }

    private static float[] paint(SamplingParameters parameters, PrefixSharing sharing) {
        try (Sampling sampling = model.start(parameters, sharing)) {
            sampling.step();
            sampling.step();
            return sampling.latents().toFloatArray();
        }
    }

    private static SamplingParameters wish(int widthPx, int heightPx) {
        return new SamplingParameters(PROMPT, "", List.of(), widthPx, heightPx, 2, 2.5, 1.6, true, 1, 7, 64);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
