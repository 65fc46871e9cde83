package dev.titorelli.stream.lease;

import java.time.Duration;

/**
 * When a worker run counts as lost, and how its jobs are tried again.
 *
 * @param tick how often silence is looked at
 * @param maxTickGap ticks further apart than this don't count
 * @param silentTicks counted ticks without a heartbeat after which a run is lost
 * @param attempts attempts of a job, unless its stage says otherwise
 * @param recordLock how long the broker locks a taken job for one worker
 * @param backoff how long a job waits before its next attempt
 */
public record LeaseSettings(
        Duration tick, Duration maxTickGap, int silentTicks, int attempts, Duration recordLock, Backoff backoff) {

    public static final LeaseSettings DEFAULTS = new LeaseSettings(
            Duration.ofSeconds(5), Duration.ofSeconds(7), 3, 3, Duration.ofSeconds(15), Backoff.DEFAULTS);

    public LeaseSettings {
        if (tick.isNegative() || tick.isZero() || maxTickGap.compareTo(tick) < 0) {
            throw new IllegalArgumentException(
                    "tick " + tick + ", maxTickGap " + maxTickGap + ": allowed is 0 < tick <= maxTickGap");
        }
        if (silentTicks < 1 || attempts < 1) {
            throw new IllegalArgumentException(
                    "silentTicks " + silentTicks + ", attempts " + attempts + ": allowed is 1 and above");
        }
    }
}
