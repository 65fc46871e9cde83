package dev.titorelli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamMainTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void tellsAllWrongSettingsBeforeAnythingStarts() throws Exception {
        int code = run("stream.lease.tick.ms=8000\nstream.request.max.jobs=0\nstream.sate.dir=x\n");

        assertThat(code).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains(
                        "stream.lease.*: tick PT8S",
                        "stream.request.*: maxJobs 0",
                        "stream.sate.dir: no such setting; did you mean stream.state.dir?");
    }

    @Test
    void saysWhatKafkasClientRefuses() throws Exception {
        int code = run("kafka.bootstrap.servers=no-port\n");

        assertThat(code).isEqualTo(6);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("bootstrap.servers");
    }

    private int run(String settings) throws Exception {
        Path file = Files.writeString(folder.resolve("t.properties"), settings);
        return StreamMain.run(
                List.of("--config", file.toString()), new PrintStream(said, true, StandardCharsets.UTF_8));
    }
}
