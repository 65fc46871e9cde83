package dev.titorelli.worker.object;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is stored beside an object's bytes.
 *
 * @param mediaType such as {@code image/png}
 * @param fileDigest SHA-256 of the object's bytes
 * @param user further values; names {@code [a-z0-9-]{1,40}} (HTTP stores fold the case), values printable ASCII, words
 *     with one blank between (HTTP folds more), {@value #MAX_USER_BYTES} bytes in all (S3's limit of 2 KB less the store's own share)
 */
public record ObjectMetadata(String mediaType, String fileDigest, SortedMap<String, String> user) {

    /** Characters of all names and values together, at most. */
    public static final int MAX_USER_BYTES = 1948;

    /** Name under which stores keep the digest among the further values. */
    static final String FILE_DIGEST = "file-digest";

    /** Name under which stores keep what one write is called. */
    static final String WRITE = "write-id";

    private static final Set<String> STORES_OWN = Set.of(FILE_DIGEST, WRITE);
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]+");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern VALUE = Pattern.compile("(?:[!-~]+(?: [!-~]+)*+)?");

    /** @throws IllegalArgumentException naming the part, its value and what is allowed */
    public ObjectMetadata {
        require("mediaType", mediaType, MEDIA_TYPE);
        require("fileDigest", fileDigest, DIGEST);
        user = Collections.unmodifiableSortedMap(new TreeMap<>(user));
        user.forEach((name, value) -> {
            require("metadata name", name, NAME);
            if (STORES_OWN.contains(name)) {
                throw new IllegalArgumentException("metadata name '" + name + "': is the store's own");
            }
            require("metadata " + name, value, VALUE);
        });
        int size = user.entrySet().stream().mapToInt(ObjectMetadata::size).sum();
        if (size > MAX_USER_BYTES) {
            throw new IllegalArgumentException("metadata of " + size + " bytes: allowed is " + MAX_USER_BYTES);
        }
    }

    /** One of the further values; empty text when there is none. */
    public String value(String name) {
        return user.getOrDefault(name, "");
    }

    static boolean isMediaType(String text) {
        return text != null && MEDIA_TYPE.matcher(text).matches();
    }

    static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    static boolean isUserValue(String name, String value) {
        return NAME.matcher(name).matches() && VALUE.matcher(value).matches() && !STORES_OWN.contains(name);
    }

    private static int size(Map.Entry<String, String> entry) {
        return entry.getKey().length() + entry.getValue().length();
    }

    private static void require(String part, String value, Pattern allowed) {
        if (!allowed.matcher(value).matches()) {
            throw new IllegalArgumentException(part + " '" + value + "': allowed is " + allowed.pattern());
        }
    }
}
