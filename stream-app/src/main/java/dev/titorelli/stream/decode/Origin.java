package dev.titorelli.stream.decode;

/** Where a record came from. */
public record Origin(String topic, int partition, long offset) {}
