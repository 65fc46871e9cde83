package dev.titorelli.worker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestsTest {
    @TempDir
    private Path directory;

    private final Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));

    @Test
    void knowsAnUnchangedFileWithoutReadingIt() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "one");
        String digest = digests(later).of(file);
        forge(digest, "ab".repeat(32)); // what is kept is what is told, so the file was not read
        assertThat(digests(later).of(file)).isEqualTo("ab".repeat(32));
        assertThat(digest).isEqualTo(Digests.ofFile(file));
    }

    @Test
    void readsAFileThatHasChangedInPlaceThoughItsTimeAndSizeAreAsBefore() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "one");
        FileTime modified = Files.getLastModifiedTime(file);
        String before = digests(later).of(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, modified);
        assertThat(digests(later).of(file)).isNotEqualTo(before).isEqualTo(Digests.ofFile(file));
    }

    @Test
    void readsAFileAgainThatAnotherHasReplaced() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "one");
        String before = digests(later).of(file);
        Path other = Files.writeString(directory.resolve("other"), "two");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.delete(file);
        Files.move(other, file);
        assertThat(digests(later).of(file)).isNotEqualTo(before);
    }

    /** A write in the same tick of the file system's clock would leave no trace. */
    @Test
    void doesNotKeepTheDigestOfAFileThatWasJustWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "one");
        digests(Clock.systemUTC()).of(file);
        assertThat(records()).isEmpty();
    }

    @Test
    void forgetsFilesThatAreGone() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "one");
        digests(later).of(file);
        Path other = Files.writeString(directory.resolve("other"), "two");
        Files.delete(file);
        digests(later).of(other);
        assertThat(records()).hasSize(1);
    }

    @Test
    void readsTheFileWhenWhatWasKeptIsDamaged() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "one");
        String digest = digests(later).of(file);
        for (Path record : records()) {
            Files.writeString(record, "nonsense");
        }
        assertThat(digests(later).of(file)).isEqualTo(digest);
    }

    private FileDigests digests(Clock clock) {
        return new FileDigests(KeptFolder.at(directory.resolve("kept")), clock);
    }

    private void forge(String digest, String other) throws IOException {
        for (Path record : records()) {
            Files.writeString(record, Files.readString(record).replace(digest, other));
        }
    }

    private List<Path> records() throws IOException {
        Path folder = directory.resolve("kept/digests");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
