package dev.titorelli.worker.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.identity.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileObjectStoreTest extends ObjectStoreContract {

    @TempDir
    private Path parent;

    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(parent.resolve("objects"));
    }

    @Override
    ObjectStore store() {
        return new FileObjectStore(root);
    }

    @Override
    ObjectStore reopened() {
        return new FileObjectStore(root);
    }

    @Test
    void keepsPicturesAsPlainFiles() {
        store().putIfAbsent("images/a.png", bytes("picture"), metadata("picture"));
        assertThat(root.resolve("images/a.png")).hasBinaryContent(bytes("picture"));
    }

    @Test
    void leavesNoTemporaryFile() throws IOException {
        store().putIfAbsent("images/a.png", bytes("first"), metadata("first"));
        store().putIfAbsent("images/a.png", bytes("second"), metadata("second"));
        try (Stream<Path> left = Files.list(root.resolve(".incoming"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void readsAFileThatSomebodyElsePutThere() throws IOException {
        Files.createDirectories(root.resolve("inputs"));
        Files.write(root.resolve("inputs/a"), bytes("picture"));
        assertThat(store().head("inputs/a"))
                .contains(new ObjectMetadata("application/octet-stream", Sha256.of("picture"), new TreeMap<>()));
    }

    @Test
    void isUnavailableWithoutItsRoot() throws IOException {
        Files.delete(root);
        assertThatExceptionOfType(ObjectStoreUnavailableException.class).isThrownBy(() -> store().get("images/a.png"));
        assertThatExceptionOfType(ObjectStoreUnavailableException.class)
                .isThrownBy(() -> store().putIfAbsent("images/a.png", bytes("picture"), metadata("picture")));
        assertThat(root).doesNotExist();
    }

    @Test
    void isUnavailableWhenItCantWrite() throws IOException {
        Files.createFile(root.resolve("images")); // a file where the directory of the key should be
        assertThatExceptionOfType(ObjectStoreUnavailableException.class)
                .isThrownBy(() -> store().putIfAbsent("images/a.png", bytes("picture"), metadata("picture")));
    }
}
