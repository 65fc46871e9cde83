package dev.titorelli.worker.object;

import dev.titorelli.identity.ObjectKeys;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a key may look like, so that it is the same place in every kind of store and never leaves a directory. */
public final class ObjectKey {

    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");
    private static final int MAX_CHARS = 900;

    /** Roots of objects that are of use for a while only, or can be made again. */
    private static final List<String> PASSING =
            List.of(ObjectKeys.CHECKPOINTS, ObjectKeys.INTERMEDIATE, ObjectKeys.POINTERS, ObjectKeys.PREVIEWS);

    private ObjectKey() {}

    /** Throws an {@link IllegalArgumentException} unless the key is {@code segment/segment...}, no segment beginning with a dot. */
    public static void require(String key) {
        if (key.length() > MAX_CHARS) {
            throw new IllegalArgumentException(
                    "object key of " + key.length() + " characters: allowed is " + MAX_CHARS);
        }
        for (String segment : key.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()) {
                throw new IllegalArgumentException(
                        "object key '" + printable(key) + "': allowed between slashes is " + SEGMENT.pattern());
            }
        }
    }

    /** Whether {@link #require} lets a key pass. */
    public static boolean isAllowed(String key) {
        return key.length() <= MAX_CHARS
                && Stream.of(key.split("/", -1))
                        .allMatch(segment -> SEGMENT.matcher(segment).matches());
    }

    /** Throws an {@link IllegalArgumentException} unless the key is one of an object that may be removed. */
    static void requirePassing(String key) {
        require(key);
        if (PASSING.stream().noneMatch(root -> key.startsWith(root + "/"))) {
            throw new IllegalArgumentException("object key '" + key + "': removed may be what lies below " + PASSING);
        }
    }

    private static String printable(String key) {
        return key.replaceAll("[^ -~]", "?");
    }
}
