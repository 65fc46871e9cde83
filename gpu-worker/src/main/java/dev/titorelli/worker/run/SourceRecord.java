package dev.titorelli.worker.run;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record as it came, kept for a dead letter.
 *
 * @param key the key's bytes, or null
 * @param value the value's bytes, or null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never written to
public record SourceRecord(String topic, int partition, long offset, byte[] key, byte[] value) {

    /** Of a polled record. */
    public static SourceRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new SourceRecord(record.topic(), record.partition(), record.offset(), record.key(), record.value());
    }
}
