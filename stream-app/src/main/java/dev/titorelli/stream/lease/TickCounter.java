package dev.titorelli.stream.lease;

import dev.titorelli.stream.lease.EndOffsets.Reading;
import java.util.Optional;

/**
 * Decides which ticks count. A tick counts when the broker has answered since the tick before, everything up to the ends
 * that it named was read, the ticks are not too far apart and no rebalance lies between. Used by the task's thread alone.
 */
final class TickCounter {

    private final long maxGapMs;
    private long lastTickMs = Long.MIN_VALUE;
    private Reading last;

    TickCounter(long maxGapMs) {
        this.maxGapMs = maxGapMs;
    }

    /**
     * Whether the tick at this time counts.
     *
     * @param workerNext offset of worker.v1 that this instance reads next
     * @param outcomeNext offset of the task's outcome partition that it reads next, as far as the task knows
     */
    boolean counts(long nowMs, Optional<Reading> reading, long workerNext, OutcomePosition outcomeNext) {
        boolean inTime = lastTickMs != Long.MIN_VALUE && nowMs - lastTickMs <= maxGapMs;
        boolean counts = inTime
                && reading.isPresent()
                && last != null
                && isNewer(reading.get())
                && workerNext >= reading.get().workerEnd()
                && outcomeNext.hasReached(reading.get());
        lastTickMs = nowMs;
        last = reading.orElse(null);
        return counts;
    }

    private boolean isNewer(Reading reading) {
        return reading.answer() > last.answer() && reading.generation() == last.generation();
    }
}
