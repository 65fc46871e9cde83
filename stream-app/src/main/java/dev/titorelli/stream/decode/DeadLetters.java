package dev.titorelli.stream.decode;

import dev.titorelli.DeadLetter;
import dev.titorelli.fault.FaultCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Writes the letter that explains why a record was not read or taken. */
public final class DeadLetters {

    private static final String PRODUCER = "stream-app";

    private DeadLetters() {}

    /** About a record whose value was read and can't be taken. */
    public static DeadLetter about(
            Arrived<?> arrived, FaultCode code, String message, Map<String, String> details, long nowMs) {
        DeadLetter letter = about(arrived.origin(), code.name(), message, nowMs);
        letter.setKey(wrap(arrived.key()));
        letter.setPayload(wrap(arrived.payload()));
        letter.setDetails(details);
        return letter;
    }

    static DeadLetter about(Origin origin, String code, String message, long nowMs) {
        return DeadLetter.newBuilder()
                .setCode(code)
                .setMessage(message)
                .setTopic(origin.topic())
                .setPartition(origin.partition())
                .setOffset(origin.offset())
                .setProducer(PRODUCER)
                .setAt(Instant.ofEpochMilli(nowMs))
                .build();
    }

    /** The key of a dead letter: that of the original, as text. */
    public static String keyText(byte[] key) {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    static ByteBuffer wrap(byte[] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
