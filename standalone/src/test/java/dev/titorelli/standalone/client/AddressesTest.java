package dev.titorelli.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressesTest {

    private static final String BODY =
            "bootstrap.servers=127.0.0.1:19092\nschema.registry.url=http://127.0.0.1:18081\nobjects=/data/objects\n";

    @TempDir
    private Path data;

    @Test
    void readsWhereARunningSystemIs() throws Exception {
        write(BODY + "pid=" + ProcessHandle.current().pid());

        assertThat(Addresses.read(data))
                .isEqualTo(Addresses.of(
                        "127.0.0.1:19092", "http://127.0.0.1:18081", Path.of("/data/objects"), "titorelli."));
    }

    @Test
    void readsThePrefixOfItsTopics() throws Exception {
        write(BODY + "topic.prefix=other.\npid=" + ProcessHandle.current().pid());

        assertThat(Addresses.read(data).prefix()).isEqualTo("other.");
    }

    @Test
    void saysHowToStartWhenThereIsNoFile() {
        assertThatThrownBy(() -> Addresses.read(data))
                .isInstanceOf(NotRunningException.class)
                .hasMessageStartingWith("nothing is running; start it with ./titorelli up");
    }

    @Test
    void recognisesAFileThatADeadProcessLeftBehind() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        write(BODY + "pid=" + ended.pid());

        assertThatThrownBy(() -> Addresses.read(data))
                .isInstanceOf(NotRunningException.class)
                .hasMessageStartingWith("nothing is running; start it with ./titorelli up")
                .hasMessageContaining("left behind by process " + ended.pid());
    }

    @Test
    void refusesAFileWithoutAnAddress() throws Exception {
        write("pid=" + ProcessHandle.current().pid());

        assertThatThrownBy(() -> Addresses.read(data)).hasMessageContaining("has no bootstrap.servers");
    }

    private void write(String text) throws IOException {
        Files.writeString(data.resolve(Addresses.FILE), text);
    }
}
