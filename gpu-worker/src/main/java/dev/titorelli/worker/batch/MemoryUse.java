package dev.titorelli.worker.batch;

import dev.titorelli.Job;

/** Is told of memory that several jobs may have together. Any thread. */
@FunctionalInterface
public interface MemoryUse {
    /** Of a painter that nobody counts for. */
    MemoryUse NOBODY = (job, memory, bytes) -> {};

    /**
     * A job has this memory from now on, maybe beside others that have it, and is counted with its bytes among its own so far.
     *
     * @param job the very record that was counted
     * @param memory names one piece of memory, for as long as somebody has it
     */
    void uses(Job job, String memory, long bytes);
}
