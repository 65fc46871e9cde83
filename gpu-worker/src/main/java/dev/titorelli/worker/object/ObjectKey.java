package dev.titorelli.worker.object;

import java.util.regex.Pattern;

/** What a key may look like, so that it is the same place in every kind of store and never leaves a directory. */
public final class ObjectKey {

    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");
    private static final int MAX_CHARS = 900;

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

    private static String printable(String key) {
        return key.replaceAll("[^ -~]", "?");
    }
}
