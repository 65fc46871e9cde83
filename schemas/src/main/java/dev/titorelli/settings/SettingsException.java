package dev.titorelli.settings;

import java.util.List;

/** Settings that can't be used; the message lists everything that is wrong, without secret values. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public SettingsException(List<String> problems) {
        super(problems.size() == 1 ? problems.get(0) : "these settings are wrong:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each. */
    public List<String> problems() {
        return problems;
    }
}
