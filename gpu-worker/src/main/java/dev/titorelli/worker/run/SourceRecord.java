package dev.titorelli.worker.run;

import dev.titorelli.header.Trace;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record as it came, kept for a dead letter and for the trace that it belongs to.
 *
 * @param key the key's bytes, or null
 * @param value the value's bytes, or null
 * @param traceparent its trace header, which goes along with what is said about it; null without one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never written to
public record SourceRecord(String topic, int partition, long offset, byte[] key, byte[] value, String traceparent) {

    /** Of a polled record. */
    public static SourceRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new SourceRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                record.value(),
                Trace.of(record.headers()));
    }
}
