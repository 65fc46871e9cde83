package dev.titorelli.stream.lease;

import dev.titorelli.stream.lease.EndOffsets.Reading;

/** How far a task has read its partition of outcome.v1. */
public record OutcomePosition(int partition, long next) {

    /** Whether all that the broker had at the time of the answer was read; what was committed was read before. */
    boolean hasReached(Reading reading) {
        Long end = reading.outcomeEnds().get(partition);
        long committed = reading.outcomeCommitted().getOrDefault(partition, 0L);
        return end != null && Math.max(next, committed) >= end;
    }
}
