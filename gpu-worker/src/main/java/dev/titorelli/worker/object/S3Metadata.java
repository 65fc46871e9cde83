package dev.titorelli.worker.object;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Metadata as S3 keeps them: the media type is the content type, all else are user values. */
final class S3Metadata {

    private static final String UNKNOWN_MEDIA_TYPE = "application/octet-stream";

    private S3Metadata() {}

    /** As {@link #userValues(ObjectMetadata)}, with what this write alone is called: {@link #write} tells it from others'. */
    static Map<String, String> userValues(ObjectMetadata metadata, String write) {
        Map<String, String> values = userValues(metadata);
        values.put(ObjectMetadata.WRITE, write);
        return values;
    }

    static Map<String, String> userValues(ObjectMetadata metadata) {
        SortedMap<String, String> values = new TreeMap<>(metadata.user());
        values.put(ObjectMetadata.FILE_DIGEST, metadata.fileDigest());
        return values;
    }

    /** The digest that the writer left; empty for an object that somebody else put there. */
    static Optional<String> fileDigest(Map<String, String> values) {
        return Optional.ofNullable(values.get(ObjectMetadata.FILE_DIGEST)).filter(ObjectMetadata::isDigest);
    }

    /** What the write that made the object was called; empty text when somebody else put it there. */
    static String write(Map<String, String> values) {
        return values.getOrDefault(ObjectMetadata.WRITE, "");
    }

    /** What S3 tells of an object; values that we would not have written are left out. */
    static ObjectMetadata read(String contentType, String fileDigest, Map<String, String> values) {
        SortedMap<String, String> user = new TreeMap<>();
        values.forEach((name, value) -> {
            if (ObjectMetadata.isUserValue(name, value)) {
                user.put(name, value);
            }
        });
        String mediaType = ObjectMetadata.isMediaType(contentType) ? contentType : UNKNOWN_MEDIA_TYPE;
        return new ObjectMetadata(mediaType, fileDigest, user);
    }
}
