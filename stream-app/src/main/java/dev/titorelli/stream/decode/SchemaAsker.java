package dev.titorelli.stream.decode;

import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads values without ever waiting for the registry: a schema that is new is asked for on another thread, and its records
 * can be read later. A registry that does not answer is asked again after a pause. Safe for several threads.
 */
public final class SchemaAsker<V extends SpecificRecord> {

    private static final int HEADER_BYTES = 5;
    private static final int REFUSALS_KEPT = 1_000;
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final Duration REFUSAL_HOLDS = Duration.ofMinutes(1);

    private final AvroReader<V> reader;
    private final Executor thread;
    private final Set<Integer> asked = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Refusal<V>> refusals = new ConcurrentHashMap<>();
    private volatile long askAgainAtMs = Long.MIN_VALUE;

    /** @param thread where the registry is asked */
    public SchemaAsker(AvroReader<V> reader, Executor thread) {
        this.reader = reader;
        this.thread = thread;
    }

    /** The registry's word that there is no such schema; it may get one later. */
    private record Refusal<V>(Decoded.Unreadable<V> answer, long untilMs) {}

    /** Reads bytes; {@code NotYet} while their schema has still to be asked for. */
    Decoded<V> decode(byte[] bytes, long nowMs) {
        if (bytes == null || reader.knowsSchemaOf(bytes)) {
            return reader.read(bytes);
        }
        byte[] header = Arrays.copyOf(bytes, HEADER_BYTES);
        int id = ByteBuffer.wrap(header).getInt(1);
        Refusal<V> refusal = refusals.get(id);
        if (refusal != null && nowMs < refusal.untilMs()) {
            return refusal.answer();
        }
        if (nowMs >= askAgainAtMs && asked.add(id)) {
            thread.execute(() -> ask(id, header, nowMs));
        }
        return reader.knowsSchemaOf(bytes) ? reader.read(bytes) : answered(id);
    }

    private Decoded<V> answered(int id) {
        Refusal<V> refusal = refusals.get(id);
        return refusal == null ? new Decoded.NotYet<>(id, "the registry has not answered yet") : refusal.answer();
    }

    /** Reading a header alone makes the reader ask for its schema, and keep it. */
    private void ask(int id, byte[] header, long nowMs) {
        try {
            Decoded<V> answer = reader.read(header);
            if (answer instanceof Decoded.NotYet) {
                askAgainAtMs = nowMs + PAUSE.toMillis();
            } else if (answer instanceof Decoded.Unreadable<V> unreadable && !reader.knowsSchemaOf(header)) {
                refuse(id, new Refusal<>(unreadable, nowMs + REFUSAL_HOLDS.toMillis()));
            }
        } finally {
            asked.remove(id);
        }
    }

    private void refuse(int id, Refusal<V> refusal) {
        if (refusals.size() >= REFUSALS_KEPT) {
            refusals.clear();
        }
        refusals.put(id, refusal);
    }
}
