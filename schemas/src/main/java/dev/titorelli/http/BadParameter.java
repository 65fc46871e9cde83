package dev.titorelli.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** A parameter of a call that is not allowed: which, what was given, what is allowed. */
public final class BadParameter extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_CHARS = 120;

    private final String parameter;
    private final String value;
    private final String allowed;

    public BadParameter(String parameter, String value, String allowed) {
        super("%s '%s': allowed is %s".formatted(parameter, cut(value), allowed));
        this.parameter = parameter;
        this.value = cut(value);
        this.allowed = allowed;
    }

    /** Status 400. */
    public Answer answer() {
        return Answer.json(
                400,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("message", getMessage())
                        .put("parameter", parameter)
                        .put("value", value)
                        .put("allowed", allowed));
    }

    private static String cut(String value) {
        return value.length() <= SHOWN_CHARS ? value : value.substring(0, SHOWN_CHARS) + "...";
    }
}
