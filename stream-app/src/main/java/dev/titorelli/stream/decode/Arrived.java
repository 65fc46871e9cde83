package dev.titorelli.stream.decode;

import org.apache.avro.specific.SpecificRecord;

/**
 * A record that was read, with what is needed to send it on or to bury it. Not compared, so that its arrays do no harm.
 *
 * @param key bytes of the original key, which is only advice; null without one
 * @param payload bytes of the original value
 * @param traceparent trace header of the record; null without one
 */
@SuppressWarnings("ArrayRecordComponent")
public record Arrived<V extends SpecificRecord>(
        V value, Origin origin, byte[] key, byte[] payload, String traceparent) {}
