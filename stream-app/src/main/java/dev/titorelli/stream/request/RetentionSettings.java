package dev.titorelli.stream.request;

import java.time.Duration;

/**
 * How long ended requests are remembered, so that a repetition of one is known, and the counters of batch labels.
 *
 * @param time forgotten after that
 * @param requests how many are remembered by each task, which is a partition of request.v1; the oldest go first
 * @param batches how long after the last word about a batch label its counters are kept
 */
public record RetentionSettings(Duration time, int requests, Duration batches) {

    /** A day, 100,000, and a week. */
    public static final RetentionSettings DEFAULTS =
            new RetentionSettings(Duration.ofDays(1), 100_000, Duration.ofDays(7));

    public RetentionSettings {
        if (time.isNegative() || requests < 1 || batches.isNegative()) {
            throw new IllegalArgumentException("time " + time + ", requests " + requests + ", batches " + batches
                    + ": allowed is 0 and above, 1 and above, 0 and above");
        }
    }

    /** With the usual time for counters. */
    public RetentionSettings(Duration time, int requests) {
        this(time, requests, Duration.ofDays(7));
    }
}
