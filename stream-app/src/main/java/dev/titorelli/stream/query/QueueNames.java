package dev.titorelli.stream.query;

/**
 * Where the topology keeps what the page about queues reads.
 *
 * @param store a store of the tasks that own queues
 * @param models global store of the catalogue
 * @param partitions how many partitions queue.v1 has
 */
public record QueueNames(String store, String models, int partitions) {}
