package dev.titorelli.stream.query;

import dev.titorelli.HeldJob;
import java.util.Optional;

/** What this instance holds of the state. Safe for several threads. */
interface Holdings {

    /**
     * The rows of a partition; empty unless this instance runs the partition's active task now, with all of its state
     * restored.
     */
    Optional<StoredRequests> partition(int partition);

    /** What a worker's newest heartbeat says of a job that it holds. */
    Optional<HeldJob> heldBy(String workerRun, String jobId);
}
