package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.titorelli.worker.checkpoint.AdapterFiles;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.checkpoint.ModelLayout;
import dev.titorelli.worker.checkpoint.SafetensorsFile;
import dev.titorelli.worker.conditioning.ConditioningException;
import dev.titorelli.worker.conformance.Goldens;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoraAdapterTest {
    private static final SamplingParameters WISH =
            new SamplingParameters("a red circle", "<cfg>", List.of(), 64, 48, 2, 2.5, 1.6, true, 1, 3, 64);
    private final OmniGen model = OpenModels.tiny();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"0, qkv_proj, 192", "3, o_proj, 64"})
    void addsWhatTheReferenceMergesIntoTheWeights(int layer, String linear, int rows) throws IOException {
        SafetensorsFile base = SafetensorsFile.open(Goldens.model("omnigen").resolve(ModelLayout.ORIGINAL.weights()));
        float[] merged = AdapterFiles.floats(base, "llm.layers." + layer + ".self_attn." + linear + ".weight");
        try (LoraAdapter adapter = model.adapter(Goldens.model("lora"))) {
            int at = linear.equals("qkv_proj") ? 0 : 2;
            float[] a = adapter.tensors().get(at).get(layer).toFloatArray();
            float[] b = adapter.tensors().get(at + 1).get(layer).toFloatArray();
            for (int i = 0; i < rows * 64; i++) {
                for (int r = 0; r < 4; r++) {
                    merged[i] += (float) (adapter.factor() * b[i / 64 * 4 + r] * a[r * 64 + i % 64]);
                }
            }
        }
        assertThat(merged)
                .containsExactly(Goldens.floats("lora", "merged.layer" + layer + "." + linear), within(1e-6f));
    }

    @Test
    void changesThePicture() {
        try (LoraAdapter adapter = model.adapter(Goldens.model("lora"))) {
            assertThat(paint(model, WISH.withAdapter(scaled(adapter, 1)))).isNotEqualTo(paint(model, WISH));
            assertThat(paint(model, WISH.withAdapter(scaled(adapter, 0)))).isEqualTo(paint(model, WISH));
        }
    }

    /** 2.4e-6 is what the reference's own merging changes. */
    @ParameterizedTest
    @CsvSource({"1, 1e-5", "-0.5, 1e-5"})
    void isTheSameMergedIntoTheWeights(double scale, float tolerance) {
        try (LoraAdapter beside = model.adapter(Goldens.model("lora"));
                OmniGen other = OmniGen.open(Goldens.model("omnigen"));
                LoraAdapter merged = other.adapter(Goldens.model("lora"))) {
            String before = other.profileDigest();
            other.merge(scaled(merged, scale).orElseThrow());

            assertThat(paint(other, WISH))
                    .containsExactly(paint(model, WISH.withAdapter(scaled(beside, scale))), within(tolerance));
            assertThat(other.profileDigest()).isNotEqualTo(before);
            assertThat(other.profile().get("merged")).isEqualTo(merged.digest() + " at " + scale);
        }
    }

    @Test
    void mergesIntoMemoryAlone() {
        try (OmniGen first = OmniGen.open(Goldens.model("omnigen"));
                LoraAdapter merged = first.adapter(Goldens.model("lora"))) {
            first.merge(scaled(merged, 1).orElseThrow());

            try (OmniGen second = OmniGen.open(Goldens.model("omnigen"))) {
                assertThat(paint(second, WISH)).isEqualTo(paint(model, WISH)).isNotEqualTo(paint(first, WISH));
            }
        }
    }

    @Test
    void isNotMergedIntoAnotherModel() {
        try (OmniGen other = OmniGen.open(Goldens.model("omnigen"));
                LoraAdapter ours = model.adapter(Goldens.model("lora"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> other.merge(scaled(ours, 1).orElseThrow()))
                    .withMessageContaining("another model");
        }
    }

    @Test
    void isTheSameInDiffusersNamesAndBesideDiffusersWeights() throws IOException {
        try (LoraAdapter ours = model.adapter(Goldens.model("lora"));
                LoraAdapter theirs = model.adapter(AdapterFiles.inDiffusersNames(directory));
                OmniGen diffusers = OmniGen.open(Goldens.model("diffusers"));
                LoraAdapter beside = diffusers.adapter(Goldens.model("lora"))) {
            float[] expected = paint(model, WISH.withAdapter(scaled(ours, 0.5)));
            assertThat(paint(model, WISH.withAdapter(scaled(theirs, 0.5)))).containsExactly(expected, within(1e-4f));
            assertThat(paint(diffusers, WISH.withAdapter(scaled(beside, 0.5))))
                    .containsExactly(expected, within(1e-3f));
        }
    }

    @Test
    void saysWhatItIs() throws IOException {
        try (LoraAdapter golden = model.adapter(Goldens.model("lora"));
                LoraAdapter again = model.adapter(Goldens.model("lora"));
                LoraAdapter other = model.adapter(AdapterFiles.random(directory, 3, 1))) {
            assertThat(golden.digest()).matches("[0-9a-f]{64}").isEqualTo(again.digest());
            assertThat(other.digest()).isNotEqualTo(golden.digest());
            assertThat(golden.bytes()).isEqualTo(4 * 4L * (4 * 64 + 192 * 4 + 4 * 64 + 64 * 4));
        }
    }

    @Test
    void takesHalfAsMuchMemoryInBf16() {
        try (OmniGen half = OmniGen.open(Goldens.model("omnigen"), ComputeType.BF16);
                LoraAdapter halved = half.adapter(Goldens.model("lora"));
                LoraAdapter whole = model.adapter(Goldens.model("lora"))) {
            assertThat(2 * halved.bytes()).isEqualTo(whole.bytes());
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 2", "true, 4"})
    void dividesAlphaByTheRankOrItsRoot(String rslora, double factor) throws IOException {
        try (LoraAdapter adapter = model.adapter(AdapterFiles.withOption(directory, "use_rslora", rslora))) {
            assertThat(adapter.factor()).isEqualTo(factor);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "use_dora            | true               | use_dora is true; supported: nothing",
                "modules_to_save     | [\"norm\"]         | modules_to_save is [\"norm\"]; supported: nothing",
                "rank_pattern        | {\"o_proj\": 8}    | rank_pattern is {\"o_proj\":8}; supported: nothing",
                "alpha_pattern       | {\"o_proj\": 8}    | alpha_pattern is",
                "layers_to_transform | [0]                | layers_to_transform is [0]; supported: nothing",
                "layers_to_transform | 0                  | layers_to_transform is 0; supported: nothing",
                "use_next            | \"yes\"            | use_next is \"yes\"; supported: nothing",
                "bias                | \"all\"            | bias is all; supported: none",
                "peft_type           | \"LOHA\"           | peft_type is LOHA; supported: LORA",
                "init_lora_weights   | \"pissa\"          | init_lora_weights is pissa; supported: true",
                "r                   | 0                  | r is 0; expected an integer above 0",
                "lora_alpha          | \"8\"              | lora_alpha is \"8\"; expected a number above 0",
                "target_modules      | \"all-linear\"     | target_modules is \"all-linear\"; expected a list of texts",
                "target_modules      | [\"down_proj\"]    | target_modules has down_proj; supported: qkv_proj, o_proj",
                "target_modules      | [\"o_proj\"]       | tensor"
                        + " base_model.model.llm.layers.0.self_attn.qkv_proj.lora_A.weight is not supported",
                "r                   | 8                  | o_proj.lora_A.weight: expected F32, BF16 or F16 [8, 64],"
                        + " found F32 [4, 64]"
            })
    void namesTheOptionThatItDoesNotSupport(String option, String value, String message) throws IOException {
        Path adapter = AdapterFiles.withOption(directory, option, value);
        assertThatExceptionOfType(ModelDirectoryException.class)
                .isThrownBy(() -> model.adapter(adapter))
                .withMessageContaining("the adapter directory")
                .withMessageContaining(message);
    }

    @Test
    void namesATensorThatIsMissing() throws IOException {
        String name = AdapterFiles.withoutOneTensor(directory);
        assertThatExceptionOfType(ModelDirectoryException.class)
                .isThrownBy(() -> model.adapter(directory))
                .withMessageContaining(name + ": expected F32, BF16 or F16 [64, 4], found nothing");
    }

    @Test
    void namesFilesThatAreMissing() throws IOException {
        Files.createDirectories(directory);
        assertThatExceptionOfType(ModelDirectoryException.class)
                .isThrownBy(() -> model.adapter(directory))
                .withMessageContaining("adapter_config.json: the file is missing")
                .withMessageContaining("adapter_model.safetensors: the file is missing");
    }

    @Test
    void servesItsOwnModelAlone() {
        try (LoraAdapter adapter = OpenModels.tiny().adapter(Goldens.model("lora"))) {
            SamplingParameters wish = WISH.withAdapter(scaled(adapter, 1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OpenModels.shapes().start(wish))
                    .withMessageContaining("another model");
        }
    }

    @Test
    void hasAScaleInItsRange() {
        try (LoraAdapter adapter = model.adapter(Goldens.model("lora"))) {
            assertThatExceptionOfType(ConditioningException.class)
                    .isThrownBy(() -> scaled(adapter, Double.NaN))
                    .withMessage("adapter scale is NaN; allowed: -10 to 10");
        }
    }

    private static Optional<ScaledAdapter> scaled(LoraAdapter adapter, double scale) {
        return Optional.of(new ScaledAdapter(adapter, scale));
    }

    private static float[] paint(OmniGen model, SamplingParameters parameters) {
        try (Sampling sampling = model.start(parameters)) {
            sampling.step();
            sampling.step();
            return sampling.latents().toFloatArray();
        }
    }
}
