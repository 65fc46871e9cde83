package dev.titorelli.settings;

import org.apache.kafka.common.config.types.Password;

/** A value that must not be shown: its text form hides it. */
public record Secret(String value) {

    static final String HIDDEN = "***";

    /** The same in the form that Kafka's clients hide, too. */
    Password forKafka() {
        return new Password(value);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
