package dev.titorelli.worker.take;

import dev.titorelli.Job;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Reads jobs without ever making the Kafka thread wait for the schema registry. */
final class JobDecoder implements AutoCloseable {

    private final AvroReader<Job> reader;
    private final ExecutorService asking = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "titorelli-decode");
        thread.setDaemon(true);
        return thread;
    });

    JobDecoder(AvroReader<Job> reader) {
        this.reader = reader;
    }

    CompletableFuture<Decoded<Job>> decode(byte[] bytes) {
        return bytes == null || reader.knowsSchemaOf(bytes)
                ? CompletableFuture.completedFuture(reader.read(bytes))
                : CompletableFuture.supplyAsync(() -> reader.read(bytes), asking);
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
