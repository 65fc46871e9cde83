package dev.titorelli.standalone.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** A thread that reads a topic until it is closed. What breaks it is told by {@link #requireSound()}. */
public final class BenchThread implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(100);

    /** Takes what a poll brought, which may be nothing. */
    public interface Taking {
        void take(ConsumerRecords<byte[], byte[]> records, long polledNanos);
    }

    private final AtomicReference<Throwable> broken = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean closing;

    public BenchThread(String name, KafkaConsumer<byte[], byte[]> reader, Taking taking) {
        thread = new Thread(() -> read(reader, taking), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void read(KafkaConsumer<byte[], byte[]> reader, Taking taking) {
        try (reader) {
            while (!closing) {
                ConsumerRecords<byte[], byte[]> records = reader.poll(PATIENCE);
                taking.take(records, System.nanoTime());
            }
        } catch (RuntimeException e) {
            broken.set(e);
        }
    }

    /**
     * Says whether all was read so far.
     *
     * @throws IllegalStateException when reading broke
     */
    public void requireSound() {
        if (broken.get() != null) {
            throw new IllegalStateException(thread.getName() + " broke: " + broken.get(), broken.get());
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
