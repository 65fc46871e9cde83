package dev.titorelli.stream.decode;

import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads values, and remembers for a while that the registry did not answer, so that a registry that is down costs one
 * time-out every few seconds and not one a record. Used by one thread.
 */
public final class PatientDecoder<V extends SpecificRecord> {

    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final AvroReader<V> reader;
    private final LongSupplier clockMs;
    private long askAgainAtMs = Long.MIN_VALUE;

    public PatientDecoder(AvroReader<V> reader, LongSupplier clockMs) {
        this.reader = reader;
        this.clockMs = clockMs;
    }

    /** Reads bytes; {@code NotYet} without asking while the registry is known to be silent. */
    public Decoded<V> decode(byte[] bytes) {
        if (bytes != null && !reader.knowsSchemaOf(bytes) && clockMs.getAsLong() < askAgainAtMs) {
            return new Decoded.NotYet<>(-1, "the registry did not answer a moment ago");
        }
        Decoded<V> decoded = reader.read(bytes);
        if (decoded instanceof Decoded.NotYet) {
            askAgainAtMs = clockMs.getAsLong() + PAUSE.toMillis();
        }
        return decoded;
    }
}
