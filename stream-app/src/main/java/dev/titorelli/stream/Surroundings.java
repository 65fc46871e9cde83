package dev.titorelli.stream;

import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.stream.lease.EndOffsets;
import dev.titorelli.stream.queue.JobTopics;
import dev.titorelli.stream.queue.QueueNode;
import java.util.concurrent.Executor;

/**
 * What the topology finds around it.
 *
 * @param partitions how many partitions request.v1 and its equals have
 * @param asking where the registry is asked for schemas that are new
 * @param sights what the queues of this instance share, and what others see of them
 */
record Surroundings(
        int partitions,
        SchemaRegistry registry,
        EndOffsets endOffsets,
        JobTopics jobTopics,
        Executor asking,
        StreamTally tally,
        QueueNode.Sights sights) {

    /** Nobody counts. */
    Surroundings(int partitions, SchemaRegistry registry, EndOffsets endOffsets, JobTopics jobTopics, Executor asking) {
        this(partitions, registry, endOffsets, jobTopics, asking, StreamTally.silent(), QueueNode.Sights.empty());
    }
}
