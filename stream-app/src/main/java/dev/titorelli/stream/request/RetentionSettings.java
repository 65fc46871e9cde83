package dev.titorelli.stream.request;

import java.time.Duration;

/**
 * How long ended requests are remembered, so that a repetition of one is known, pictures that nobody keeps are there, and
 * the counters of batch labels.
 *
 * @param time forgotten after that
 * @param requests how many are remembered by each task, which is a partition of request.v1; the oldest go first
 * @param intermediate how long pictures of stages that are not kept lie in the object store
 * @param batches how long after the last word about a batch label its counters are kept
 */
public record RetentionSettings(Duration time, int requests, Duration intermediate, Duration batches) {

    /** A day, 100,000, a week, and a week. */
    public static final RetentionSettings DEFAULTS =
            new RetentionSettings(Duration.ofDays(1), 100_000, Duration.ofDays(7), Duration.ofDays(7));

    public RetentionSettings {
        if (time.isNegative() || requests < 1 || intermediate.isNegative() || batches.isNegative()) {
            throw new IllegalArgumentException(
                    "time " + time + ", requests " + requests + ", intermediate " + intermediate + ", batches "
                            + batches + ": allowed is 0 and above, 1 and above, 0 and above, 0 and above");
        }
    }

    /** The same with another memory of ended requests. */
    public RetentionSettings remembering(Duration otherTime, int otherRequests) {
        return new RetentionSettings(otherTime, otherRequests, intermediate, batches);
    }

    /** When a request has to end at the latest that needs such pictures: a seventh before the first of them may be gone. */
    Duration endOfIntermediate() {
        return intermediate.multipliedBy(6).dividedBy(7);
    }
}
