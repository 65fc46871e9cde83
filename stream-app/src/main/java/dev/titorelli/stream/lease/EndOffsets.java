package dev.titorelli.stream.lease;

import java.util.Map;
import java.util.Optional;

/** The broker's word about where topics end, asked for off the stream threads. Safe for several threads. */
public interface EndOffsets {

    /** The newest answer; empty before the first. */
    Optional<Reading> newest();

    /**
     * One answer of the broker.
     *
     * @param answer 1, 2, 3...: tells a new answer from an old one
     * @param generation changes with every rebalance
     * @param workerEnd end offset of worker.v1, asked for before those of outcome.v1
     * @param outcomeEnds end offsets of outcome.v1 by partition
     * @param outcomeCommitted offsets of outcome.v1 up to which this app has committed, by partition
     */
    record Reading(
            long answer,
            long generation,
            long workerEnd,
            Map<Integer, Long> outcomeEnds,
            Map<Integer, Long> outcomeCommitted) {}
}
