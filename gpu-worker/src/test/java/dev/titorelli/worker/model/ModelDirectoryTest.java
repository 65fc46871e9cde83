package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.conformance.Goldens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is wrong with a directory is said at once, each with what was expected and found. */
class ModelDirectoryTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void copyModel() throws IOException {
        Path source = Goldens.model("omnigen");
        Files.createDirectory(directory.resolve("vae"));
        try (Stream<Path> files = Files.walk(source)) {
            files.filter(Files::isRegularFile)
                    .forEach(file ->
                            copy(file, directory.resolve(source.relativize(file).toString())));
        }
    }

    @Test
    void namesAMissingTensor() throws IOException {
        replace("model.safetensors", "llm.norm.weight", "llm.morn.weight");
        assertThat(problems())
                .containsExactly(
                        "model.safetensors: tensor llm.norm.weight: expected F32, BF16 or F16 [64], found nothing");
    }

    @Test
    void namesATensorOfAnotherShapeOrType() throws IOException {
        replace(
                "model.safetensors",
                "\"llm.norm.weight\":{\"dtype\":\"F32\",\"shape\":[64]",
                "\"llm.norm.weight\":{\"dtype\":\"F32\",\"shape\":[46]");
        replace(
                "model.safetensors",
                "\"llm.layers.0.input_layernorm.weight\":{\"dtype\":\"F32\"",
                "\"llm.layers.0.input_layernorm.weight\":{\"dtype\":\"I32\"");
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "model.safetensors: tensor llm.norm.weight: expected F32, BF16 or F16 [64], found F32 [46]",
                        "model.safetensors: tensor llm.layers.0.input_layernorm.weight: expected F32, BF16 or F16"
                                + " [64], found I32 [64]");
    }

    @Test
    void namesTensorsThatTheConfigurationAsksOtherwise() throws IOException {
        replace("config.json", "\"intermediate_size\": 168", "\"intermediate_size\": 172");
        assertThat(problems())
                .hasSize(8)
                .contains("model.safetensors: tensor llm.layers.3.mlp.down_proj.weight: expected F32, BF16 or F16 [64,"
                        + " 172], found F32 [64, 168]");
    }

    @Test
    void namesAFileThatIsCutOff() throws IOException {
        Path weights = directory.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length - 1000));
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("model.safetensors: cut off: tensor")
                .contains("the file has " + (bytes.length - 1000));
        Files.write(weights, new byte[4]);
        assertThat(problems()).singleElement().asString().contains("not a whole safetensors file: 4 bytes");
        Files.write(weights, Arrays.copyOf(bytes, 2000));
        assertThat(problems()).singleElement().asString().contains("not a whole safetensors file: 2000 bytes");
    }

    @Test
    void namesATensorThatIsInTwoShards() throws IOException {
        Files.copy(directory.resolve("model.safetensors"), directory.resolve("b.safetensors"));
        Files.move(directory.resolve("model.safetensors"), directory.resolve("a.safetensors"));
        Files.writeString(
                directory.resolve("model.safetensors.index.json"),
                "{\"weight_map\":{\"x\":\"a.safetensors\",\"y\":\"b.safetensors\"}}");
        assertThat(problems()).contains("b.safetensors: tensor llm.norm.weight is also in a.safetensors");
    }

    @Test
    void namesEveryMissingKeyAndFile() throws IOException {
        replace("config.json", "\"rope_theta\"", "\"rope_beta\"");
        replace("config.json", "\"hidden_size\": 64", "\"hidden_size\": \"64\"");
        replace("vae/config.json", "\"scaling_factor\"", "\"scale\"");
        Files.delete(directory.resolve("vae/diffusion_pytorch_model.safetensors"));
        Files.delete(directory.resolve("tokenizer.json"));
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "config.json: rope_theta is missing; expected a number above 0",
                        "config.json: hidden_size is \"64\"; expected an integer above 0",
                        "vae/config.json: scaling_factor is missing; expected a number",
                        "vae/diffusion_pytorch_model.safetensors: the file is missing",
                        "tokenizer.json: the file is missing");
    }

    @Test
    void namesAnArchitectureThatItDoesNotKnow() throws IOException {
        replace("config.json", "\"hidden_act\": \"silu\"", "\"hidden_act\": \"gelu\"");
        replace("config.json", "\"type\": \"su\"", "\"type\": \"yarn\"");
        replace("vae/config.json", "UpDecoderBlock2D", "AttnUpDecoderBlock2D");
        replace("generation_config.json", "mode", "median");
        assertThat(problems())
                .contains(
                        "config.json: hidden_act is gelu; supported: silu",
                        "config.json, rope_scaling: type is yarn; supported: su, longrope",
                        "generation_config.json: vae_posterior is median; supported: mode, sample");
    }

    @Test
    void namesSettingsThatNoModelCanHave() throws IOException {
        replace("config.json", "\"num_hidden_layers\": 4,", "\"num_hidden_layers\":9999999,");
        replace("config.json", "\"original_max_position_embeddings\": 4096", "\"original_max_position_embeddings\": 1");
        replace("vae/config.json", "\"layers_per_block\": 2", "\"layers_per_block\": 2147483647");
        replace("vae/config.json", "\"norm_num_groups\": 8", "\"norm_num_groups\": 7");
        replace("generation_config.json", "{", "{\"num_inference_steps\": 0,");
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "config.json: 9999999 layers; supported: at most 1024",
                        "config.json: original_max_position_embeddings is 1; expected at least 2",
                        "vae/config.json: norm_num_groups 7 does not divide block_out_channels [16, 16, 32, 32]",
                        "vae/config.json: layers_per_block is 2147483647; supported: at most 64",
                        "generation_config.json: num_inference_steps is 0; expected an integer above 0");
    }

    @Test
    void namesNumbersThatWouldPaintNothing() throws IOException {
        replace("config.json", "\"rms_norm_eps\": 1e-05", "\"rms_norm_eps\": 1e999");
        replace("config.json", "1.4499999284744263", "-1");
        replace("vae/config.json", "    16,\n    16,", "    16,\n    -1,");
        assertThat(problems())
                .hasSize(3)
                .anyMatch(problem -> problem.startsWith("config.json: rms_norm_eps is"))
                .anyMatch(problem -> problem.startsWith("config.json, rope_scaling: long_factor is [1.0"))
                .anyMatch(problem -> problem.endsWith("expected a list of integers above 0"));
    }

    @Test
    void namesADefaultThatNoRequestCanHave() throws IOException {
        replace("generation_config.json", "{", "{\"width\": 17,");
        assertThat(problems())
                .containsExactly("generation_config.json: width is 17 pixels; allowed: multiples of 16 from 16 to 384");
    }

    @Test
    void namesATokenizerWithIdsBeyondTheTokenTable() throws IOException {
        replace("tokenizer.json", "\"id\": 819", "\"id\": 832");
        assertThat(problems())
                .containsExactly("tokenizer.json: the largest token id is 832; the model's vocabulary has 832");
    }

    @Test
    void namesAShardOutsideTheDirectory() throws IOException {
        Files.delete(directory.resolve("model.safetensors"));
        Files.writeString(
                directory.resolve("model.safetensors.index.json"), "{\"weight_map\": {\"a\": \"../x.safetensors\"}}");
        assertThat(problems())
                .containsExactly("model.safetensors.index.json: shard '../x.safetensors' is no file name");
    }

    @Test
    void namesATokenizerThatIsNone() throws IOException {
        Files.writeString(directory.resolve("tokenizer.json"), "{\"version\": \"1.0\"}");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("tokenizer.json")
                .contains("is not a tokenizer");
    }

    @Test
    void takesTheOriginalsDefaultsWhereNoFileSaysOtherwise() throws IOException {
        Files.delete(directory.resolve("generation_config.json"));
        try (OmniGen model = OmniGen.open(directory)) {
            ModelDefaults defaults = model.defaults();
            assertThat(defaults.steps()).isEqualTo(50);
            assertThat(defaults.guidanceScale()).isEqualTo(2.5);
            assertThat(defaults.imageGuidanceScale()).isEqualTo(1.6);
            assertThat(defaults.negativePrompt())
                    .isEqualTo(Goldens.json("tokenizer.json")
                            .path("negative_prompt")
                            .asText());
            assertThat(defaults.vaePosterior()).isEqualTo(VaePosterior.SAMPLE);
            assertThat(defaults.widthPx())
                    .as("no more than the position table holds")
                    .isEqualTo(384);
            assertThat(model.limits().maxWidthPx()).isEqualTo(384);
            assertThat(model.limits().maxPrefixTokens()).isEqualTo(12_288);
        }
    }

    @Test
    void digestsTheBytesOfItsFiles() throws IOException {
        String digest = digest();
        assertThat(digest).matches("[0-9a-f]{64}").isEqualTo(OpenModels.tiny().digest());
        Files.writeString(directory.resolve("README.md"), "not part of the model");
        assertThat(digest()).isEqualTo(digest);
        replace("config.json", "\"use_cache\": true", "\"use_cache\": null");
        assertThat(digest()).isNotEqualTo(digest);
    }

    private String digest() {
        try (OmniGen model = OmniGen.open(directory)) {
            return model.digest();
        }
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        assertThatExceptionOfType(ModelDirectoryException.class)
                .isThrownBy(() -> OmniGen.open(directory).close())
                .withMessageContaining(directory.toString())
                .satisfies(e -> problems.addAll(e.problems()));
        return problems;
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a text; in binary files by one of the same length, so that offsets stay. */
    private void replace(String file, String text, String by) throws IOException {
        Path path = directory.resolve(file);
        String content = Files.readString(path, StandardCharsets.ISO_8859_1);
        assertThat(content).contains(text);
        Files.writeString(path, content.replace(text, by), StandardCharsets.ISO_8859_1);
    }
}
