package dev.titorelli.worker.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.Job;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.StoredObject;
import java.io.IOException;
import java.util.Optional;

/**
 * Where the picture of a job digest lies, and what lies there; as small JSON.
 *
 * @param key of the picture
 * @param fileDigest SHA-256 of its file
 * @param widthPx of the picture
 * @param heightPx of the picture
 */
record PicturePointer(String key, String fileDigest, String pixelDigest, int widthPx, int heightPx) {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** To a job's own picture. */
    static PicturePointer to(Job job, ObjectMetadata stored) {
        return new PicturePointer(
                job.getOutputKey(),
                stored.fileDigest(),
                stored.value(PictureShelf.PIXEL_DIGEST),
                job.getWidthPx(),
                job.getHeightPx());
    }

    /** What was written; empty when it is nothing of ours. */
    static Optional<PicturePointer> read(byte[] bytes) {
        try {
            PicturePointer read = JSON.readValue(bytes, PicturePointer.class);
            boolean whole = read != null && read.key != null && read.fileDigest != null && read.pixelDigest != null;
            return whole ? Optional.of(read) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are JSON", e);
        }
    }

    /** Whether the key is that of a picture of a tenant. */
    boolean isOf(String tenant) {
        return key.startsWith("images/" + tenant + "/");
    }

    /** Whether what lies there now is what was pointed to. */
    boolean matches(StoredObject found, String digestOfItsBytes) {
        return digestOfItsBytes.equals(fileDigest)
                && found.metadata().value(PictureShelf.PIXEL_DIGEST).equals(pixelDigest);
    }
}
