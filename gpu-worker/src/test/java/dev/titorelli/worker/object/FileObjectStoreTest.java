package dev.titorelli.worker.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.titorelli.identity.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    void deletesWhatIsOldBelowARootAndNothingElse() throws IOException {
        FileObjectStore store = new FileObjectStore(root);
        for (String key : List.of("previews/a/old.png", "previews/a/new.png", "images/a/old.png")) {
            store.putIfAbsent(key, bytes(key), metadata(key));
        }
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        for (String key : List.of("previews/a/old.png", "images/a/old.png")) {
            Files.setLastModifiedTime(root.resolve(key), FileTime.from(yesterday));
            Files.setLastModifiedTime(
                    root.resolve(".metadata").resolve(key).resolve(Sha256.of(key)), FileTime.from(yesterday));
        }
        assertThat(store.expire("previews", Instant.now().minus(Duration.ofHours(1)), 10))
                .isEqualTo(1);
        assertThat(store.head("previews/a/old.png")).isEmpty();
        assertThat(root.resolve(".metadata/previews/a/old.png")).isEmptyDirectory();
        assertThat(store.head("previews/a/new.png")).isPresent();
        assertThat(store.head("images/a/old.png")).isPresent();
    }

    @Test
    void deletesOldPicturesThatNobodyKeeps() {
        FileObjectStore store = new FileObjectStore(root);
        store.putIfAbsent("intermediate/acme/r1/draft/0.png", bytes("draft"), metadata("draft"));
        assertThat(store.expire("intermediate", Instant.now().minus(Duration.ofHours(1)), 10))
                .isZero();
        assertThat(store.expire("intermediate", Instant.now().plus(Duration.ofHours(1)), 10))
                .isEqualTo(1);
        assertThat(store.head("intermediate/acme/r1/draft/0.png")).isEmpty();
    }

    @Test
    void refusesToDeleteWhatStays() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new FileObjectStore(root).expire("images", Instant.now(), 1))
                .withMessageContaining("images");
    }

    @Test
    void deletesNoMoreAtATimeThanItMay() throws IOException {
        FileObjectStore store = new FileObjectStore(root);
        for (String key : List.of("previews/a", "previews/b", "previews/c")) {
            store.putIfAbsent(key, bytes(key), metadata(key));
        }
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        assertThat(store.expire("previews", tomorrow, 2)).isEqualTo(2);
        assertThat(store.expire("previews", tomorrow, 2)).isEqualTo(1);
        assertThat(store.expire("previews", tomorrow, 2)).isZero();
    }

    @Test
    void removesAFolderThatWasEmptyForAsLong() throws IOException {
        Path empty = Files.createDirectories(root.resolve("previews/acme/r-1"));
        Files.setLastModifiedTime(empty, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        new FileObjectStore(root).expire("previews", Instant.now().minus(Duration.ofHours(1)), 10);
        assertThat(empty).doesNotExist();
        assertThat(root.resolve("previews/acme")).exists();
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
    void deletesWhatAKilledWriterLeftAndKeepsWhatALivingOneWrites() throws IOException {
        Path incoming = Files.createDirectory(root.resolve(".incoming"));
        Path abandoned = Files.createFile(incoming.resolve("object1"));
        Path living = Files.createFile(incoming.resolve("object2"));
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        store().putIfAbsent("images/a.png", bytes("picture"), metadata("picture"));
        assertThat(abandoned).doesNotExist();
        assertThat(living).exists();
    }

    @Test
    void takesOverMetadataThatACrashLeftWithoutItsPicture() throws IOException {
        store().putIfAbsent("images/a.png", bytes("picture"), metadata("picture"));
        Files.delete(root.resolve("images/a.png"));
        assertThat(store().head("images/a.png")).isEmpty();
        assertThat(store().putIfAbsent("images/a.png", bytes("picture"), metadata("picture")))
                .isEqualTo(new PutResult.Created());
        assertThat(store().head("images/a.png")).contains(metadata("picture"));
    }

    @Test
    void saysThatHardLinksAreMissing() {
        DurableFiles files = new DurableFiles(root.resolve(".incoming"), (name, existing) -> {
            throw new UnsupportedOperationException();
        });
        assertThatIOException()
                .isThrownBy(() -> files.createIfAbsent(root.resolve("a"), bytes("picture")))
                .withMessageContaining("hard links");
        assertThat(root.resolve("a")).doesNotExist();
        assertThat(root.resolve(".incoming")).isEmptyDirectory();
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
