package dev.titorelli.worker.take;

import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.specific.SpecificRecord;

/** Reads values without ever making the Kafka thread wait for the schema registry. */
final class RecordDecoder<V extends SpecificRecord> implements AutoCloseable {

    private final AvroReader<V> reader;
    private final ExecutorService asking = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "titorelli-decode");
        thread.setDaemon(true);
        return thread;
    });

    RecordDecoder(AvroReader<V> reader) {
        this.reader = reader;
    }

    /** Done at once unless the schema has to be asked for. */
    CompletableFuture<Decoded<V>> decode(byte[] bytes) {
        return bytes == null || reader.knowsSchemaOf(bytes)
                ? CompletableFuture.completedFuture(reader.read(bytes))
                : CompletableFuture.supplyAsync(() -> reader.read(bytes), asking);
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
