package dev.titorelli.stream;

import dev.titorelli.stream.lease.EndOffsets;
import java.util.Map;
import java.util.Optional;

/** A broker that answers at once, or not at all. */
final class FakeEndOffsets implements EndOffsets {

    private long answers;
    private long generation;
    private long workerEnd;
    private long outcomeEnd;
    private boolean silent;
    private boolean kept;

    @Override
    public Optional<Reading> newest() {
        if (silent) {
            return Optional.empty();
        }
        answers++;
        return Optional.of(new Reading(answers, generation, workerEnd, Map.of(0, outcomeEnd), Map.of()));
    }

    void fallSilent() {
        silent = true;
    }

    void rebalance() {
        generation++;
    }

    /** Says that worker.v1 has heartbeats that were not read. */
    void workerEnd(long offset) {
        workerEnd = offset;
    }

    /** Says that worker.v1 has one heartbeat more. */
    void heartbeat() {
        if (!kept) {
            workerEnd++;
        }
    }

    /** Answers with what was there until now. */
    void keepEnds() {
        kept = true;
    }

    /** Says that outcome.v1 has outcomes that were not read. */
    void outcomeEnd(long offset) {
        outcomeEnd = offset;
    }
}
