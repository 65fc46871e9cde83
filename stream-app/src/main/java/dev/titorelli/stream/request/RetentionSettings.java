package dev.titorelli.stream.request;

import java.time.Duration;

/**
 * How long ended requests are remembered, so that a repetition of one is known.
 *
 * @param time forgotten after that
 * @param requests how many are remembered by each task, which is a partition of request.v1; the oldest go first
 */
public record RetentionSettings(Duration time, int requests) {

    /** A day, and 100,000. */
    public static final RetentionSettings DEFAULTS = new RetentionSettings(Duration.ofDays(1), 100_000);

    public RetentionSettings {
        if (time.isNegative() || requests < 1) {
            throw new IllegalArgumentException(
                    "time " + time + ", requests " + requests + ": allowed is 0 and above, 1 and above");
        }
    }
}
