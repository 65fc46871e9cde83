package dev.titorelli.standalone.bench;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.standalone.bench.RequestTimes.Moment;
import dev.titorelli.topic.Topics;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** A user who reads all events, as a reader of committed records, and notes when each request has completed. */
final class EventWatch implements AutoCloseable {

    private static final Set<EventKind> OTHER_ENDS =
            EnumSet.of(EventKind.REJECTED, EventKind.FAILED, EventKind.CANCELLED, EventKind.EXPIRED);

    private final Rounds rounds;
    private final AvroReader<Event> events;
    private final AtomicReference<Event> unforeseen = new AtomicReference<>();
    private final BenchThread thread;

    EventWatch(BenchClients clients, BenchTopics topics, SchemaRegistry registry, Rounds rounds) {
        this.rounds = rounds;
        this.events = AvroReader.of(Topics.EVENT, registry);
        this.thread = new BenchThread("event-watch", clients.reader(topics.name(Topics.EVENT)), this::take);
    }

    private void take(ConsumerRecords<byte[], byte[]> records, long polledNanos) {
        records.forEach(record -> {
            if (events.read(record.value()) instanceof Decoded.Value<Event> event) {
                take(event.value(), polledNanos);
            }
        });
    }

    private void take(Event event, long polledNanos) {
        if (event.getKind() == EventKind.COMPLETED) {
            rounds.note(event.getRequestId(), Moment.END_SEEN, polledNanos);
        } else if (OTHER_ENDS.contains(event.getKind())) {
            unforeseen.compareAndSet(null, event);
        }
    }

    /** @throws IllegalStateException when a request ended otherwise, or reading broke */
    void requireSound() {
        thread.requireSound();
        if (unforeseen.get() != null) {
            throw new IllegalStateException("a request did not complete: " + unforeseen.get());
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
