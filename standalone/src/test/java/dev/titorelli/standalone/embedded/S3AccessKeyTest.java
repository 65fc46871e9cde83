package dev.titorelli.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.fault.CannotStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3AccessKeyTest {

    @TempDir
    private Path directory;

    @Test
    void isDrawnOnceAndKeptForItsOwnerAlone() throws Exception {
        S3AccessKey first = drawn("secret");

        assertThat(drawn("secret")).isEqualTo(first);
        assertThat(drawn("another").secret()).isNotEqualTo(first.secret());
        assertThat(Files.getPosixFilePermissions(directory.resolve("secret")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void isTheOneThatIsGiven() {
        Path kept = directory.resolve("secret");

        assertThat(S3AccessKey.given(Optional.of("me"), Optional.of("my-secret"), kept))
                .isEqualTo(new S3AccessKey("me", "my-secret"));
        assertThat(kept).doesNotExist();
    }

    @Test
    void needsBothHalves() {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> S3AccessKey.given(Optional.of("me"), Optional.empty(), directory.resolve("secret")))
                .withMessageContaining("both or neither");
    }

    @Test
    void hidesItsSecret() {
        assertThat(new S3AccessKey("me", "my-secret").toString()).doesNotContain("my-secret");
    }

    private S3AccessKey drawn(String file) {
        return S3AccessKey.given(Optional.empty(), Optional.empty(), directory.resolve(file));
    }
}
