package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchWorkerIT {

    private static final String MODEL =
            Path.of("..", "models", "shapes").toAbsolutePath().normalize().toString();

    @TempDir
    private Path folder;

    @Test
    void measuresBatchesRoundsAndAFlood() throws Exception {
        Path json = folder.resolve("bench.json");
        RecordingTerminal terminal = new RecordingTerminal();

        int code = terminal.run(
                "bench",
                "worker",
                "--model",
                MODEL,
                "--mix",
                "32x32",
                "--steps",
                "1",
                "--jobs",
                "3",
                "--load",
                "0.5",
                "--batch",
                "2",
                "--no-fifo",
                "--flood",
                "48x32",
                "--json",
                json.toString());

        assertThat(code).as(terminal.err()).isZero();
        assertThat(terminal.out()).contains("model alone", "p95", "p95 in the flood is");
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertThat(result.get("batches")).hasSize(1);
        assertThat(result.get("batches")
                        .get(0)
                        .get("worker")
                        .get("imagesASecond")
                        .asDouble())
                .isPositive();
        assertThat(result.get("rounds").findValuesAsText("perSecond")).hasSize(2);
        assertThat(result.get("floods").findValuesAsText("jobs")).isEqualTo(List.of("3", "3"));
    }

    @Test
    void refusesASizeThatTheModelDoesNotMake() {
        RecordingTerminal terminal = new RecordingTerminal();

        assertThat(terminal.run("bench", "worker", "--model", MODEL, "--mix", "40x40"))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(terminal.err()).contains("size 40x40: this model makes multiples of 16");
    }

    @Test
    void refusesAMixThatItCannotRead() {
        RecordingTerminal terminal = new RecordingTerminal();

        assertThat(terminal.run("bench", "worker", "--mix", "large")).isEqualTo(ExitCode.USAGE.code());
        assertThat(terminal.err()).contains("--mix 'large': expected WIDTHxHEIGHT");
    }
}
