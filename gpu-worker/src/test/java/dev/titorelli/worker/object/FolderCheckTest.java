package dev.titorelli.worker.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderCheckTest {

    @Test
    void leavesNoFileBehind(@TempDir Path folder) throws IOException {
        FolderCheck.run(folder);

        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void seesAFolderThatCantBeWritten() {
        // Nobody makes files there, whatever the rights of who runs the tests.
        assertThatIOException().isThrownBy(() -> FolderCheck.run(Path.of("/proc")));
    }
}
