package dev.titorelli.stream.lease;

import dev.titorelli.Failure;
import dev.titorelli.stream.row.JobRow;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long a job waits before its next attempt: twice as long each time, less a jitter, so that jobs that failed together
 * do not come back together. The jitter follows from job and attempt, so that a record that is processed twice gives the
 * same. Pure.
 *
 * @param first the wait after the first attempt
 * @param longest no wait is longer
 */
public record Backoff(Duration first, Duration longest) {

    /** One second, doubling up to a minute. */
    public static final Backoff DEFAULTS = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private static final int MOST_DOUBLINGS = 30;

    public Backoff {
        if (first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "backoff " + first + ", longest backoff " + longest + ": allowed is 0 <= backoff <= longest");
        }
    }

    /** The wait after the newest attempt of a job has ended so; zero when another worker may have it at once. */
    public Duration after(JobRow job, Failure cause) {
        double base = first.toMillis() * RetryPace.of(cause.getCode()).factor();
        double doubled = Math.scalb(base, Math.min(MOST_DOUBLINGS, Math.max(0, job.getAttempt() - 1)));
        double most = Math.min(doubled, (double) longest.toMillis());
        long seed = 31L * job.getJobId().hashCode() + job.getAttempt();
        double share = 0.5 + 0.5 * new SplittableRandom(seed).nextDouble();
        return Duration.ofMillis(Math.round(most * share));
    }
}
