package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsCommandTest {

    private static final String MODEL = Path.of("..", "models", "shapes").toString();

    private final RecordingTerminal terminal = new RecordingTerminal();

    @TempDir
    private Path folder;

    private String settings(String text) throws Exception {
        return Files.writeString(folder.resolve("t.properties"), text).toString();
    }

    @Test
    void tellsWhatIsSetAndWhatAModelCanDo() throws Exception {
        String file = settings("stream.request.max.jobs=12\nstream.request.max.prompt.chars=500\n");

        assertThat(terminal.run("limits", "--json", "--config", file, "--model", MODEL))
                .isZero();

        JsonNode limits = new ObjectMapper().readTree(terminal.out());
        assertThat(limits.at("/requests/stream.request.max.jobs").asInt()).isEqualTo(12);
        JsonNode model = limits.at("/models/0");
        assertThat(model.get("model").asText()).isEqualTo("shapes");
        assertThat(model.get("maxWidthPx").asInt()).isEqualTo(256);
        assertThat(model.get("maxPixels").asInt()).isEqualTo(256 * 256);
        assertThat(model.get("maxPromptChars").asInt()).isEqualTo(500);
    }

    @Test
    void tellsWhatInputPicturesAreHeldTo() throws Exception {
        String file = settings("inputs.uri.allow=pictures.example.org,*.example.net\ninputs.max.bytes=1000\n");

        assertThat(terminal.run("limits", "--json", "--config", file, "--model", MODEL))
                .isZero();

        JsonNode inputs = new ObjectMapper().readTree(terminal.out()).get("inputs");
        assertThat(inputs.get("inputs.uri.allow"))
                .extracting(JsonNode::asText)
                .containsExactly("pictures.example.org", "*.example.net");
        assertThat(inputs.get("inputs.max.bytes").asInt()).isEqualTo(1000);
        assertThat(inputs.get("inputs.uri.timeout.ms").asInt()).isEqualTo(30_000);
        assertThat(inputs.get("maxPixels").asInt()).isEqualTo(32 << 20);
    }

    @Test
    void tellsWhatIsSetWhereNothingRuns() {
        assertThat(terminal.run("limits", "--data", folder.toString())).isZero();

        assertThat(terminal.out()).contains("stream.request.max.jobs", "256").doesNotContain("maxWidthPx");
        assertThat(terminal.err()).contains("no models: nothing is running");
    }

    @Test
    void namesTheSettingThatIsNoLimit() throws Exception {
        assertThat(terminal.run("limits", "--config", settings("stream.request.max.jobs=0\n"), "--model", MODEL))
                .isEqualTo(2);

        assertThat(terminal.err()).contains("stream.request.*: maxJobs 0: allowed is 1 and above");
    }

    @Test
    void namesTheFolderThatIsNoModel() {
        assertThat(terminal.run("limits", "--model", folder.resolve("none").toString()))
                .isEqualTo(6);

        assertThat(terminal.err()).contains("no model folder");
    }
}
