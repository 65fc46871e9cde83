package dev.titorelli.standalone.bench.worker;

import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.standalone.bench.BenchClients;
import dev.titorelli.standalone.bench.BenchThread;
import dev.titorelli.topic.Topics;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Hears what the worker says, as the stream app would, and tells of ends. */
final class OutcomeWatch implements AutoCloseable {

    /** What happens when a worker's last word about a job is read; called on the reading thread. */
    interface Hearing {
        void succeeded(Outcome outcome, long nanos);

        void returned(Outcome outcome);
    }

    private final AvroReader<Outcome> outcomes;
    private final Hearing hearing;
    private final AtomicReference<Outcome> failed = new AtomicReference<>();
    private final BenchThread thread;

    OutcomeWatch(BenchClients clients, String prefix, SchemaRegistry registry, Hearing hearing) {
        this.outcomes = AvroReader.of(Topics.OUTCOME, registry);
        this.hearing = hearing;
        this.thread = new BenchThread("outcome-watch", clients.reader(Topics.OUTCOME.name(prefix)), this::take);
    }

    private void take(ConsumerRecords<byte[], byte[]> records, long polledNanos) {
        records.forEach(record -> {
            if (outcomes.read(record.value()) instanceof Decoded.Value<Outcome> outcome) {
                take(outcome.value(), polledNanos);
            }
        });
    }

    private void take(Outcome outcome, long polledNanos) {
        if (outcome.getKind() == OutcomeKind.SUCCEEDED) {
            hearing.succeeded(outcome, polledNanos);
        } else if (outcome.getKind() == OutcomeKind.RETURNED) {
            hearing.returned(outcome);
        } else if (outcome.getKind() == OutcomeKind.FAILED) {
            failed.compareAndSet(null, outcome);
        }
    }

    /** @throws IllegalStateException when a job failed, or reading broke */
    void requireSound() {
        thread.requireSound();
        if (failed.get() != null) {
            throw new IllegalStateException("a job failed: " + failed.get().getFailure());
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
