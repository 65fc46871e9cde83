package dev.titorelli.stream.decode;

import dev.titorelli.stream.row.UndecodedRow;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.Record;

/** A record before it is read. Not compared, so that its arrays do no harm. */
@SuppressWarnings("ArrayRecordComponent")
record Raw(Origin origin, byte[] key, byte[] payload, String traceparent, long timestamp) {

    static Raw of(UndecodedRow row) {
        Origin origin = new Origin(row.getTopic(), row.getPartition(), row.getOffset());
        return new Raw(origin, bytes(row.getKey()), bytes(row.getPayload()), row.getTraceparent(), row.getTimestamp());
    }

    /** A record about this one, under its key as text. */
    <T> Record<String, T> record(T value) {
        return new Record<>(DeadLetters.keyText(key), value, Math.max(0, timestamp), Trace.headers(traceparent));
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
