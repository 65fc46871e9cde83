package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb on the golden data of the worker's tests, which have some that nothing compares. */
class ConformanceIT {

    private static final String GOLDENS =
            Path.of("..", "gpu-worker", "src", "test", "resources", "goldens").toString();

    private final RecordingTerminal terminal = new RecordingTerminal();

    @TempDir
    private Path folder;

    @Test
    void tellsTheLargestDifferenceOfEachCase() throws IOException {
        Path json = folder.resolve("conformance.json");

        int exitCode = terminal.run("conformance", "--root", GOLDENS, "--allow-unknown", "--json", json.toString());

        assertThat(exitCode).as(terminal.out() + terminal.err()).isZero();
        assertThat(terminal.out())
                .containsPattern("forward +text_only +\\d+ +\\d\\.\\de-\\d+ +1\\.0e-04 +PASS")
                .containsPattern("\nPASS: \\d+ comparisons passed, 0 failed");
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.path("passes").asBoolean()).isTrue();
        assertThat(report.path("results").size()).isGreaterThan(500);
        assertThat(report.path("results").path(0).path("group").asText()).isEqualTo("tokenizer");
    }

    @Test
    void failsDataThatNothingCompares() {
        assertThat(terminal.run("conformance", "--root", GOLDENS)).isEqualTo(1);

        assertThat(terminal.out())
                .containsPattern("files +uneven\\.json .*UNKNOWN")
                .contains("\nFAIL: ");
    }

    @Test
    void saysWhatIsNoGoldenData() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThat(terminal.run("conformance", "--root", empty.toString())).isEqualTo(6);
        assertThat(terminal.run("conformance", "--root", folder.resolve("none").toString()))
                .isEqualTo(6);
        assertThat(terminal.err())
                .contains("manifest.json is missing", "no folder " + folder.resolve("none"))
                .hasLineCount(2);
    }
}
