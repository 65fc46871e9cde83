package dev.titorelli.stream.queue;

/** Which job topics there are. A job that is sent to one that is not there would hold up everything behind it. */
public interface JobTopics {

    /** Whether a topic is there, as far as is known; may wait a moment for the broker. */
    boolean exists(String topic);
}
