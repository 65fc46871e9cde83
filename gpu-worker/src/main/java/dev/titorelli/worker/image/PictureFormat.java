package dev.titorelli.worker.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of files that are read, told apart by their first bytes. */
public enum PictureFormat {
    PNG("image/png"),
    JPEG("image/jpeg"),
    WEBP("image/webp");

    private final String mediaType;

    PictureFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The registered media type. */
    public String mediaType() {
        return mediaType;
    }

    /** The kind of a file; empty when it is none that is read. */
    public static Optional<PictureFormat> of(byte[] file) {
        if (startsWith(file, 0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (startsWith(file, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        return startsWith(file, 0, "RIFF") && startsWith(file, 8, "WEBP") ? Optional.of(WEBP) : Optional.empty();
    }

    /** Whether the bytes of a Latin-1 text stand at a place of the file. */
    static boolean startsWith(byte[] file, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return file.length >= at + bytes.length && Arrays.equals(file, at, at + bytes.length, bytes, 0, bytes.length);
    }
}
