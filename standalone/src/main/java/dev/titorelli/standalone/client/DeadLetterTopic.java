package dev.titorelli.standalone.client;

import dev.titorelli.DeadLetter;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.Locale;

/** The topics of what could not be read or done. */
public enum DeadLetterTopic {
    REQUEST(Topics.REQUEST_DLQ),
    JOB(Topics.JOB_DLQ),
    OUTCOME(Topics.OUTCOME_DLQ);

    private final Topic<DeadLetter> topic;

    DeadLetterTopic(Topic<DeadLetter> topic) {
        this.topic = topic;
    }

    Topic<DeadLetter> topic() {
        return topic;
    }

    /** The name in a letter's id. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
