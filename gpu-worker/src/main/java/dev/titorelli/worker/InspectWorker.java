package dev.titorelli.worker;

import dev.titorelli.health.AskingCheck;
import dev.titorelli.program.Instruments;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.worker.inspect.InspectDesk;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.RecordSender;
import dev.titorelli.worker.take.KafkaClients;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;

/** A worker that inspects input pictures and does nothing else: no model, no device, no heartbeat. Any thread. */
public final class InspectWorker implements AutoCloseable {

    private static final Duration PRODUCER_LIMIT = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final InspectDesk desk;
    private final AskingCheck asking;

    private InspectWorker(
            WorkerSettings settings, ObjectStore objects, SchemaRegistry registry, Instruments instruments) {
        KafkaClients clients = new KafkaClients(settings.bootstrapServers(), settings.kafka());
        String run = UUID.randomUUID().toString();
        this.producer = clients.producer();
        try {
            RecordSender sender = new RecordSender(producer, settings.topicPrefix(), registry);
            DeadLetters deadLetters = new DeadLetters(sender, run, Clock.systemUTC());
            this.desk = new InspectDesk(
                    settings.inspection(),
                    run,
                    new InspectDesk.Lines(clients, settings.topicPrefix(), registry, sender, deadLetters),
                    new MeasuredObjectStore(objects, instruments.meters()),
                    Clock.systemUTC());
            InspectMeters.watch(desk, instruments.meters());
            this.asking = new AskingCheck("objects", () -> objects.head(WorkerChecks.ASKED_KEY));
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Starts it; what it can't take for now it says in its readiness and tries again.
     *
     * @throws dev.titorelli.fault.CannotStart when topics are missing
     */
    public static InspectWorker start(
            WorkerSettings settings, ObjectStore objects, SchemaRegistry registry, Instruments instruments) {
        InspectWorker worker = new InspectWorker(settings, objects, registry, instruments);
        instruments.health().ready("worker.inspect", worker.desk::trouble);
        instruments.health().ready("worker.objects", worker.asking);
        worker.desk.start();
        return worker;
    }

    @Override
    public void close() {
        desk.close();
        asking.close();
        producer.close(PRODUCER_LIMIT);
    }
}
