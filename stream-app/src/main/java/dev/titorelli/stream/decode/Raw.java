package dev.titorelli.stream.decode;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.header.Trace;
import dev.titorelli.serde.Decoded;
import dev.titorelli.stream.row.UndecodedRow;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Record;

/** A record before it is read. Not compared, so that its arrays do no harm. */
@SuppressWarnings("ArrayRecordComponent")
record Raw(Origin origin, byte[] key, byte[] payload, String traceparent, long timestamp) {

    /**
     * What is sent on or kept has to fit into a record again, with something around it: a record that is too large for
     * its topic would stop the task, and be read again for ever.
     */
    static final int MAX_PAYLOAD_BYTES = 512 * 1024;

    private static final int MAX_KEY_BYTES = 1024;

    /** The key is only advice; a monstrous one is cut. */
    static Raw of(Origin origin, Record<byte[], byte[]> input) {
        byte[] key = cut(input.key(), MAX_KEY_BYTES);
        return new Raw(origin, key, input.value(), Trace.of(input.headers()), Math.max(0, input.timestamp()));
    }

    static Raw of(UndecodedRow row) {
        Origin origin = new Origin(row.getTopic(), row.getPartition(), row.getOffset());
        return new Raw(origin, bytes(row.getKey()), bytes(row.getPayload()), row.getTraceparent(), row.getTimestamp());
    }

    UndecodedRow row() {
        return UndecodedRow.newBuilder()
                .setTopic(origin.topic())
                .setPartition(origin.partition())
                .setOffset(origin.offset())
                .setTimestamp(timestamp)
                .setKey(DeadLetters.wrap(key))
                .setPayload(DeadLetters.wrap(payload))
                .setTraceparent(traceparent)
                .build();
    }

    boolean isOversized() {
        return payload != null && payload.length > MAX_PAYLOAD_BYTES;
    }

    <V extends SpecificRecord> Decoded.Unreadable<V> oversized() {
        String message = "%d bytes; at most %d are read, and the letter has only the first of them"
                .formatted(payload.length, MAX_PAYLOAD_BYTES);
        return new Decoded.Unreadable<>(FaultCode.TOO_LONG.name(), message);
    }

    Raw cut() {
        return new Raw(origin, key, cut(payload, MAX_PAYLOAD_BYTES), traceparent, timestamp);
    }

    /** A record about this one, under its key as text. */
    <T> Record<String, T> record(T value) {
        return new Record<>(DeadLetters.keyText(key), value, timestamp, Trace.headers(traceparent));
    }

    private static byte[] cut(byte[] bytes, int atMost) {
        return bytes == null || bytes.length <= atMost ? bytes : Arrays.copyOf(bytes, atMost);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
