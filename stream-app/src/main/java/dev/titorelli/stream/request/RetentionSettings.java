package dev.titorelli.stream.request;

import java.time.Duration;

/**
 * How long ended requests are remembered, so that a repetition of one is known, and pictures that nobody keeps are there.
 *
 * @param time forgotten after that
 * @param requests how many are remembered by each task, which is a partition of request.v1; the oldest go first
 * @param intermediate how long pictures of stages that are not kept lie in the object store
 */
public record RetentionSettings(Duration time, int requests, Duration intermediate) {

    /** A day, 100,000, and a week. */
    public static final RetentionSettings DEFAULTS =
            new RetentionSettings(Duration.ofDays(1), 100_000, Duration.ofDays(7));

    public RetentionSettings {
        if (time.isNegative() || requests < 1) {
            throw new IllegalArgumentException(
                    "time " + time + ", requests " + requests + ": allowed is 0 and above, 1 and above");
        }
    }

    /** The same with another memory of ended requests. */
    public RetentionSettings remembering(Duration otherTime, int otherRequests) {
        return new RetentionSettings(otherTime, otherRequests, intermediate);
    }

    /** When a request has to end at the latest that needs such pictures: a seventh before the first of them may be gone. */
    Duration endOfIntermediate() {
        return intermediate.multipliedBy(6).dividedBy(7);
    }
}
