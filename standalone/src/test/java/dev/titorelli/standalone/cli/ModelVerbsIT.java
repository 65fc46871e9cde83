package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that look at checkpoints. */
class ModelVerbsIT {

    private static final Path SHAPES = Path.of("..", "models", "shapes");
    private static final List<String> FILES = List.of(
            "config.json",
            "generation_config.json",
            "model.safetensors",
            "tokenizer.json",
            "vae/config.json",
            "vae/diffusion_pytorch_model.safetensors");

    private final RecordingTerminal terminal = new RecordingTerminal();

    @TempDir
    private Path folder;

    @Test
    void writesACheckpointThatCanBeMeasured() throws IOException {
        String medium = folder.resolve("medium").toString();
        assertThat(terminal.run("model", "random", "--preset", "medium", "--dtype", "bf16", "--out", medium))
                .as(terminal.err())
                .isZero();
        Path json = folder.resolve("bench.json");

        int exitCode = terminal.run(
                "bench",
                "model",
                "--model",
                medium,
                "--size",
                "64x64",
                "--input",
                "32x32",
                "--steps",
                "1",
                "--batch",
                "1,2",
                "--rounds",
                "1",
                "--json",
                json.toString());

        assertThat(exitCode).as(terminal.err()).isZero();
        JsonNode rows = new ObjectMapper().readTree(json.toFile());
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).path("batch").asInt()).isEqualTo(2);
        for (String number : List.of("load", "encode", "prefill", "step", "decode", "floor", "gflop", "peakRssMb")) {
            assertThat(rows.get(0).path(number).asDouble()).as(number).isPositive();
        }
        for (String phase : List.of("encode", "prefill", "step", "decode")) {
            JsonNode numbers = rows.get(1).path("phases").path(phase);
            for (String number : List.of("median", "best", "floor", "ratio", "gflop", "gflops")) {
                assertThat(numbers.path(number).asDouble())
                        .as(phase + " " + number)
                        .isPositive();
            }
        }
    }

    @Test
    void writesOverNoFolderThatHasFiles() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");

        assertThat(terminal.run("model", "random", "--preset", "medium", "--out", folder.toString()))
                .isEqualTo(6);
        assertThat(terminal.err()).contains(folder + " is not empty");
    }

    @Test
    void tellsWhatACheckpointHolds() throws IOException {
        assertThat(terminal.run("model", "info", SHAPES.toString(), "--json")).isZero();

        JsonNode facts = new ObjectMapper().readTree(terminal.out());
        assertThat(facts.path("layers").asInt()).isEqualTo(5);
        assertThat(facts.path("layout").asText()).isEqualTo("original");
    }

    @Test
    void findsACheckpointWhole() {
        assertThat(terminal.run("model", "check", SHAPES.toString())).isZero();

        assertThat(terminal.out()).contains("whole, finite and repeatable");
    }

    @Test
    void namesAWeightThatIsNotFinite() throws IOException {
        for (String file : FILES) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.copy(SHAPES.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Path weights = folder.resolve("model.safetensors");
        try (FileChannel channel = FileChannel.open(weights, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(4).putInt(0x0000c07f).flip(), channel.size() - 4); // not a number
        }

        assertThat(terminal.run("model", "check", folder.toString())).isEqualTo(1);
        assertThat(terminal.out()).contains("1 of ", "values are not finite");
    }
}
