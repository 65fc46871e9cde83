package dev.titorelli.stream.query;

/**
 * Where the topology keeps what queries read.
 *
 * @param requests store of the rows that are asked for, of requests or of batch labels
 * @param workers global store of heartbeats
 * @param requestTopic topic whose partitions they follow
 * @param partitions how many it has
 */
public record StateNames(String requests, String workers, String requestTopic, int partitions) {}
