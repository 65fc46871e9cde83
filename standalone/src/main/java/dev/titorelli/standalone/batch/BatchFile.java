package dev.titorelli.standalone.batch;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file of requests, looked through once.
 *
 * @param digest SHA-256 in hexadecimal
 * @param lines how many are not blank
 */
public record BatchFile(Path path, String digest, int lines) {

    /** A batch's name where it has no other: the first characters of its file's digest. */
    private static final int NAME_CHARS = 12;

    /** Reads the whole file. */
    public static BatchFile of(Path path) throws IOException {
        try (LineSource source = new LineSource(path)) {
            int lines = 0;
            while (source.next().isPresent()) {
                lines++;
            }
            return new BatchFile(path, source.digest(), lines);
        }
    }

    /** What the batch is called when nobody names it. */
    public String name() {
        return digest.substring(0, NAME_CHARS);
    }
}
