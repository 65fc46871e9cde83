package dev.titorelli.stream;

import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.stream.catalogue.JobTopics;
import dev.titorelli.stream.lease.EndOffsets;

/**
 * What the topology finds around it.
 *
 * @param partitions how many partitions request.v1 and its equals have
 */
record Surroundings(int partitions, SchemaRegistry registry, EndOffsets endOffsets, JobTopics jobTopics) {}
