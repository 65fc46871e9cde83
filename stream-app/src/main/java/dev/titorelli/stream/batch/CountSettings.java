package dev.titorelli.stream.batch;

import java.time.Duration;

/**
 * How batch labels are counted.
 *
 * @param store name of the store of the counters
 * @param retention how long after the last word about a label its counters are kept
 * @param events sink of events
 * @param graveyard sink of dead letters
 */
public record CountSettings(String store, Duration retention, String events, String graveyard) {}
