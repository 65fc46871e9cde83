package dev.titorelli.worker.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * SHA-256 of files. A digest is kept with the file's stamp, and a file with the same stamp is not read again; one that was
 * written within two seconds before it was read is read anew at the next start too. Any thread.
 */
public record FileDigests(KeptFolder kept, Clock clock) {
    private static final String FOLDER = "digests/";

    /** By the system's clock. */
    public FileDigests(KeptFolder kept) {
        this(kept, Clock.systemUTC());
    }

    /**
     * The digest of a file's bytes, in hex.
     *
     * @throws UncheckedIOException when it can't be read
     */
    public String of(Path path) {
        try {
            Optional<FileStamp> stamp = FileStamp.of(path);
            Optional<String> known = stamp.flatMap(s -> known(path, s));
            return known.isPresent() ? known.orElseThrow() : read(path, stamp);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + path, e);
        }
    }

    /** Keeps the digest of a file that nobody writes from now on. */
    void keep(Path path, String digest) throws IOException {
        FileStamp.of(path).ifPresent(stamp -> keep(path, stamp, digest));
    }

    private Optional<String> known(Path path, FileStamp stamp) {
        return kept.text(name(path)).flatMap(text -> {
            List<String> lines = text.lines().toList();
            boolean same = lines.size() == 3 && lines.get(1).equals(stamp.text());
            return same ? Optional.of(lines.get(2)) : Optional.empty();
        });
    }

    private String read(Path path, Optional<FileStamp> before) throws IOException {
        Instant begun = clock.instant();
        String digest = Digests.ofFile(path);
        if (before.isPresent() && before.orElseThrow().settledAt(begun) && before.equals(FileStamp.of(path))) {
            keep(path, before.orElseThrow(), digest);
        }
        return digest;
    }

    private void keep(Path path, FileStamp stamp, String digest) {
        kept.keep(name(path), "%s\n%s\n%s\n".formatted(path.toAbsolutePath().normalize(), stamp.text(), digest));
        kept.place(FOLDER).ifPresent(FileDigests::removeThoseOfGoneFiles);
    }

    private static String name(Path path) {
        return FOLDER + Digests.ofText(path.toAbsolutePath().normalize().toString());
    }

    private static void removeThoseOfGoneFiles(Path folder) {
        try (DirectoryStream<Path> records =
                Files.newDirectoryStream(folder, path -> !path.toString().endsWith(".part"))) {
            for (Path record : records) {
                Optional<String> path = Files.readString(record).lines().findFirst();
                if (path.isPresent() && !Files.exists(Path.of(path.orElseThrow()))) {
                    Files.deleteIfExists(record);
                }
            }
        } catch (IOException e) {
            return; // another process tidies up too; what is left costs a few bytes
        }
    }
}
