package dev.titorelli.worker.inspect;

import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.fetch.FileFetch;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.RecordSender;
import dev.titorelli.worker.take.KafkaClients;
import java.time.Clock;
import java.util.Optional;

/** Inspecting as a worker does it: takes wishes, fulfils them on threads of its own, answers. Any thread. */
public final class InspectDesk implements AutoCloseable {

    private final FileFetch fetch;
    private final InspectPool pool;
    private final InspectLine line;

    /** Opens it without taking anything yet. */
    public InspectDesk(InspectSettings settings, String workerRun, Lines lines, ObjectStore objects, Clock clock) {
        this.fetch = new FileFetch(settings.fetch());
        InputInspection inspection =
                new InputInspection(fetch, objects, settings.fetch().limits().maxBytes());
        this.pool = new InspectPool(settings, inspection, new InspectAnswers(lines.sender(), workerRun, clock));
        WishReading reading =
                new WishReading(AvroReader.of(Topics.INSPECT, lines.registry()), lines.deadLetters(), clock);
        String topic = Topics.INSPECT.name(lines.topicPrefix());
        this.line = new InspectLine(() -> lines.clients().taker(topic), reading, pool);
    }

    /** What it takes from and writes to; all of it stays the caller's to close. */
    public record Lines(
            KafkaClients clients,
            String topicPrefix,
            SchemaRegistry registry,
            RecordSender sender,
            DeadLetters deadLetters) {}

    /** Tells it what every inspection came to, from now on. */
    public void tally(InspectTally tally) {
        pool.tally(tally);
    }

    /** Wishes that were taken and wait for a thread. */
    public int waiting() {
        return pool.waiting();
    }

    /** Wishes that are being fulfilled. */
    public int running() {
        return pool.running();
    }

    public void start() {
        line.start();
    }

    /** Why no wishes are taken now. */
    public Optional<String> trouble() {
        return line.trouble();
    }

    /** Takes nothing more and drops what is going on: it is asked for again. */
    @Override
    public void close() {
        line.close();
        pool.close();
        fetch.close();
    }
}
