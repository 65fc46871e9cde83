package dev.titorelli.worker.batch;

/**
 * How the prefixes that are kept for pictures to come do.
 *
 * @param bytes of memory that they take now
 * @param hits how often one that was asked for was there
 * @param misses how often one was not
 * @param savedNanos of device time that the hits have saved: as long as each took to compute when it was missed
 */
public record KeptPrefixes(long bytes, long hits, long misses, long savedNanos) {}
