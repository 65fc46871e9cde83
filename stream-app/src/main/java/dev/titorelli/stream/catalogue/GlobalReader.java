package dev.titorelli.stream.catalogue;

import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads values on the thread of the global stores, which may wait: while it waits for the registry, worker.v1 is not read
 * to its end, and so nobody's silence is counted.
 */
final class GlobalReader<V extends SpecificRecord> {

    private static final Logger log = LoggerFactory.getLogger(GlobalReader.class);
    private static final int TRIES = 40;
    private static final long PAUSE_MS = 500;

    private final AvroReader<V> reader;

    GlobalReader(AvroReader<V> reader) {
        this.reader = reader;
    }

    /** The value; empty when it can't be read, which is logged. */
    Optional<V> read(String topic, byte[] bytes) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Decoded<V> decoded = reader.read(bytes);
            if (decoded instanceof Decoded.Value<V> read) {
                return Optional.of(read.value());
            }
            if (decoded instanceof Decoded.Unreadable<V> unreadable) {
                log.atWarn()
                        .addKeyValue("topic", topic)
                        .addKeyValue("code", unreadable.code())
                        .log("ignored a record that can't be read: {}", unreadable.message());
                return Optional.empty();
            }
            pause();
        }
        throw new IllegalStateException("the schema registry does not answer; can't read " + topic);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the schema registry", e);
        }
    }
}
