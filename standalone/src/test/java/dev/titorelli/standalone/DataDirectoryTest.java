package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.fault.CannotStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    private Path path;

    @Test
    void isHeldByOneSystemAtATime() {
        try (DataDirectory held = DataDirectory.open(path)) {
            assertThat(held.objects()).isDirectory();
            assertThatThrownBy(() -> DataDirectory.open(path))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("in use by another running system");
        }
    }

    @Test
    void isFreeAgainWhenItIsClosed() {
        DataDirectory.open(path).close();

        try (DataDirectory again = DataDirectory.open(path)) {
            assertThat(again.kafka()).isEqualTo(path.resolve("kafka"));
        }
    }

    @Test
    void tellsAddressesWhileItIsOpen() throws Exception {
        Path file = path.resolve("addresses.properties");
        try (DataDirectory directory = DataDirectory.open(path)) {
            directory.announce(Map.of("bootstrap.servers", "127.0.0.1:9092"), Optional.empty());

            assertThat(Files.readString(file)).contains("bootstrap.servers=127.0.0.1\\:9092");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void forgetsTheAddressesOfASystemThatWasKilled() throws Exception {
        Files.writeString(path.resolve("addresses.properties"), "pid=1");

        try (DataDirectory directory = DataDirectory.open(path)) {
            assertThat(directory.streams().getParent().resolve("addresses.properties"))
                    .doesNotExist();
        }
    }
}
