package dev.titorelli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerMainTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void tellsAllWrongSettingsBeforeAnythingStarts() throws Exception {
        Path file = Files.writeString(
                folder.resolve("t.properties"),
                "worker.alias=A B\nworker.drain.ms=long\nworker.inspect=maybe\ninputs.uri.allow=127.1\n");

        int code = WorkerMain.run(
                List.of(
                        "--config",
                        file.toString(),
                        "--model",
                        folder.resolve("none").toString(),
                        "--queues",
                        "x"),
                new PrintStream(said, true, StandardCharsets.UTF_8));

        assertThat(code).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains(
                        "worker.alias 'A B'",
                        "worker.drain.ms 'long'",
                        "no such folder",
                        "worker.queues: queue 'x'",
                        "worker.inspect 'maybe'",
                        "inputs.uri.allow '127.1'");
    }

    @Test
    void saysWhatKafkasClientRefuses() throws Exception {
        Path file = Files.writeString(folder.resolve("t.properties"), "kafka.bootstrap.servers=no-port\n");

        int code = WorkerMain.run(
                List.of("--config", file.toString(), "--model", folder.toString(), "--worker.alias", "m"),
                new PrintStream(said, true, StandardCharsets.UTF_8));

        assertThat(code).isEqualTo(6);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("bootstrap.servers");
    }
}
