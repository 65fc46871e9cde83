package dev.titorelli.identity;

/** Checks the parts of identities. */
final class Names {

    private static final int LONGEST_SHOWN = 120;

    private Names() {}

    static void require(String part, String value, NameForm allowed) {
        if (value == null || !allowed.matches(value)) {
            throw new IllegalArgumentException(part + " '" + shown(value) + "': allowed is " + allowed.pattern());
        }
    }

    /** A number in its only form, without sign and leading zeros: an identity has one text. */
    static int number(String part, String text) {
        require(part, text, NameForm.NUMBER);
        return Integer.parseInt(text);
    }

    /** The start of what may be megabytes that somebody sent. */
    static String shown(String value) {
        return value == null || value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "...";
    }
}
