package dev.titorelli.stream.lease;

import java.time.Duration;

/**
 * When a worker run counts as lost.
 *
 * @param tick how often silence is looked at
 * @param maxTickGap ticks further apart than this don't count
 * @param silentTicks counted ticks without a heartbeat after which a run is lost
 * @param attempts attempts of a job, unless its stage says otherwise
 * @param recordLock how long the broker locks a taken job for one worker
 */
public record LeaseSettings(Duration tick, Duration maxTickGap, int silentTicks, int attempts, Duration recordLock) {

    public static final LeaseSettings DEFAULTS =
            new LeaseSettings(Duration.ofSeconds(5), Duration.ofSeconds(7), 3, 3, Duration.ofSeconds(15));

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
