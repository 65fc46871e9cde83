package dev.titorelli.worker.object;

import java.util.Map;
import java.util.TreeMap;

/** Metadata as text, one {@code name=value} a line: names have no equals sign, values no line break. */
final class MetadataText {

    private static final String MEDIA_TYPE = "Media-Type";
    private static final String FILE_DIGEST = "File-Digest";

    private MetadataText() {}

    static String write(ObjectMetadata metadata) {
        StringBuilder text = new StringBuilder();
        line(text, MEDIA_TYPE, metadata.mediaType());
        line(text, FILE_DIGEST, metadata.fileDigest());
        metadata.user().forEach((name, value) -> line(text, name, value));
        return text.toString();
    }

    /** @throws IllegalArgumentException when the text was not written by {@link #write} */
    static ObjectMetadata read(String text) {
        Map<String, String> values = new TreeMap<>();
        text.lines().forEach(line -> {
            int at = line.indexOf('=');
            if (at < 0) {
                throw new IllegalArgumentException("line without '='");
            }
            values.put(line.substring(0, at), line.substring(at + 1));
        });
        String mediaType = String.valueOf(values.remove(MEDIA_TYPE));
        String fileDigest = String.valueOf(values.remove(FILE_DIGEST));
        return new ObjectMetadata(mediaType, fileDigest, new TreeMap<>(values));
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append('=').append(value).append('\n');
    }
}
