package dev.titorelli.identity;

import java.util.regex.Pattern;

/** Checks the parts of identities. */
final class Names {

    /** What a tenant, a stage, a model alias and an adapter may be called. */
    static final Pattern SHORT = Pattern.compile("[a-z0-9-]{1,40}");

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final int LONGEST_SHOWN = 120;

    private Names() {}

    static void require(String part, String value, Pattern allowed) {
        if (value == null || !allowed.matcher(value).matches()) {
            throw new IllegalArgumentException(part + " '" + shown(value) + "': allowed is " + allowed.pattern());
        }
    }

    /** A number in its only form, without sign and leading zeros: an identity has one text. */
    static int number(String part, String text) {
        require(part, text, NUMBER);
        return Integer.parseInt(text);
    }

    /** The start of what may be megabytes that somebody sent. */
    static String shown(String value) {
        return value == null || value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "...";
    }
}
