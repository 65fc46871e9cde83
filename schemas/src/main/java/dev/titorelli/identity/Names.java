package dev.titorelli.identity;

import java.util.regex.Pattern;

/** Checks the parts of identities. */
final class Names {

    /** What a stage, a model alias and an adapter may be called. */
    static final Pattern SHORT = Pattern.compile("[a-z0-9-]{1,40}");

    private Names() {}

    static void require(String part, String value, Pattern allowed) {
        if (value == null || !allowed.matcher(value).matches()) {
            throw new IllegalArgumentException(part + " '" + value + "': allowed is " + allowed.pattern());
        }
    }
}
