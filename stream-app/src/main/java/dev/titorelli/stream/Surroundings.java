package dev.titorelli.stream;

import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.stream.lease.EndOffsets;
import dev.titorelli.stream.queue.JobTopics;
import java.util.concurrent.Executor;

/**
 * What the topology finds around it.
 *
 * @param partitions how many partitions request.v1 and its equals have
 * @param asking where the registry is asked for schemas that are new
 */
record Surroundings(
        int partitions,
        SchemaRegistry registry,
        EndOffsets endOffsets,
        JobTopics jobTopics,
        Executor asking,
        StreamTally tally) {

    /** Nobody counts. */
    Surroundings(int partitions, SchemaRegistry registry, EndOffsets endOffsets, JobTopics jobTopics, Executor asking) {
        this(partitions, registry, endOffsets, jobTopics, asking, StreamTally.silent());
    }
}
