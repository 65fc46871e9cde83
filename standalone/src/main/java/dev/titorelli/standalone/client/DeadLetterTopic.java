package dev.titorelli.standalone.client;

import dev.titorelli.DeadLetter;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.Locale;

/** The topics of what could not be read or done. */
public enum DeadLetterTopic {
    REQUEST,
    JOB,
    OUTCOME;

    Topic<DeadLetter> topic() {
        return switch (this) {
            case REQUEST -> Topics.REQUEST_DLQ;
            case JOB -> Topics.JOB_DLQ;
            case OUTCOME -> Topics.OUTCOME_DLQ;
        };
    }

    /** The name in a letter's id. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
