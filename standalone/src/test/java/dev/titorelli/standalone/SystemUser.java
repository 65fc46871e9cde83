package dev.titorelli.standalone;

import dev.titorelli.Control;
import dev.titorelli.ControlKind;
import dev.titorelli.DeadLetter;
import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.header.Trace;
import dev.titorelli.identity.RequestId;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.serde.Decoded;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A user of a running system with nothing but Kafka and the registry, who remembers all that was said. For one thread. */
final class SystemUser implements AutoCloseable {

    static final Set<EventKind> FINAL = EnumSet.of(
            EventKind.REJECTED, EventKind.COMPLETED, EventKind.FAILED, EventKind.CANCELLED, EventKind.EXPIRED);

    private static final String PREFIX = Topics.DEFAULT_PREFIX;
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final SchemaRegistry registry;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroReader<Event> eventReader;
    private final AvroReader<Outcome> outcomeReader;
    private final AvroReader<WorkerHeartbeat> heartbeatReader;
    private final AvroReader<DeadLetter> letterReader;

    private final List<Event> events = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final Map<String, String> workers = new HashMap<>();

    SystemUser(String bootstrapServers, SchemaRegistry registry) {
        this.registry = registry;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.eventReader = AvroReader.of(Topics.EVENT, registry);
        this.outcomeReader = AvroReader.of(Topics.OUTCOME, registry);
        this.heartbeatReader = AvroReader.of(Topics.WORKER, registry);
        this.letterReader = AvroReader.of(Topics.REQUEST_DLQ, registry);
        List<TopicPartition> heard = new ArrayList<>();
        for (Topic<?> topic : List.of(Topics.EVENT, Topics.OUTCOME, Topics.WORKER, Topics.REQUEST_DLQ)) {
            consumer.partitionsFor(topic.name(PREFIX))
                    .forEach(partition -> heard.add(new TopicPartition(partition.topic(), partition.partition())));
        }
        consumer.assign(heard);
        consumer.seekToBeginning(heard);
    }

    RequestId send(GenerationRequest request) {
        RequestId id = new RequestId(request.getTenant(), request.getRequestId());
        sendBytes(Topics.REQUEST, null, id.toString().getBytes(StandardCharsets.UTF_8), framed(request));
        return id;
    }

    /** Sends a request that belongs to a trace. */
    RequestId sendTraced(GenerationRequest request, String traceparent) {
        RequestId id = new RequestId(request.getTenant(), request.getRequestId());
        byte[] key = id.toString().getBytes(StandardCharsets.UTF_8);
        send(new ProducerRecord<>(Topics.REQUEST.name(PREFIX), null, key, framed(request), Trace.headers(traceparent)));
        return id;
    }

    /** Sends a request as a client of another kind does. */
    RequestId send(GenerationRequest request, RequestClient client) {
        RequestId id = new RequestId(request.getTenant(), request.getRequestId());
        sendAs(client, Topics.REQUEST, id, framed(request));
        return id;
    }

    /** Sends a request to a partition of one's own choice, without a key. */
    RequestId sendTo(int partition, GenerationRequest request) {
        sendBytes(Topics.REQUEST, partition, null, framed(request));
        return new RequestId(request.getTenant(), request.getRequestId());
    }

    void cancel(RequestId request) {
        cancel(request, RequestClient.MURMUR2);
    }

    /** Cancels as a client of another kind does. */
    void cancel(RequestId request, RequestClient client) {
        Control control = Control.newBuilder()
                .setKind(ControlKind.CANCEL)
                .setTenant(request.tenant())
                .setRequestId(request.id())
                .setReason("changed my mind")
                .build();
        byte[] value = AvroWriter.of(Topics.CONTROL, PREFIX, registry).write(control);
        sendAs(client, Topics.CONTROL, request, value);
    }

    private void sendAs(RequestClient client, Topic<?> topic, RequestId request, byte[] value) {
        int partitions = producer.partitionsFor(topic.name(PREFIX)).size();
        sendBytes(topic, client.partition(request.toString(), partitions), client.key(request.toString()), value);
    }

    void sendBytes(Topic<?> topic, Integer partition, byte[] key, byte[] value) {
        send(new ProducerRecord<>(topic.name(PREFIX), partition, key, value));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (Exception e) {
            throw new AssertionError("could not send to " + record.topic(), e);
        }
    }

    byte[] framed(GenerationRequest request) {
        return AvroWriter.of(Topics.REQUEST, PREFIX, registry).write(request);
    }

    /** The event that ends the request. */
    Event awaitEnd(RequestId request) {
        return await("an end of " + request, () -> eventsOf(request).stream()
                .filter(event -> FINAL.contains(event.getKind()))
                .findFirst());
    }

    Event awaitEvent(RequestId request, EventKind kind) {
        return await(kind + " of " + request, () -> eventsOf(request).stream()
                .filter(event -> event.getKind() == kind)
                .findFirst());
    }

    DeadLetter awaitDeadLetter(byte[] payload) {
        return await("a dead letter", () -> letters.stream()
                .filter(letter ->
                        letter.getPayload() != null && letter.getPayload().equals(ByteBuffer.wrap(payload)))
                .findFirst());
    }

    /** The dead letters of requests that were heard so far. */
    List<DeadLetter> letters() {
        return List.copyOf(letters);
    }

    /** What was heard so far. */
    List<Event> eventsOf(RequestId request) {
        return events.stream()
                .filter(event -> event.getTenant().equals(request.tenant())
                        && event.getRequestId().equals(request.id()))
                .toList();
    }

    Outcome awaitOutcome(Predicate<Outcome> wanted) {
        return await("an outcome", () -> outcomes.stream().filter(wanted).findFirst());
    }

    /** Listens until a request has so many outcomes of a kind; all of its outcomes by then. */
    List<Outcome> awaitOutcomes(RequestId request, OutcomeKind kind, int count) {
        return await(count + " outcomes " + kind + " of " + request, () -> Optional.of(outcomesOf(request))
                .filter(heard -> heard.stream()
                                .filter(outcome -> outcome.getKind() == kind)
                                .count()
                        >= count));
    }

    private List<Outcome> outcomesOf(RequestId request) {
        return outcomes.stream()
                .filter(outcome -> outcome.getTenant().equals(request.tenant())
                        && outcome.getRequestId().equals(request.id()))
                .toList();
    }

    /** Whether there was such an outcome until now. */
    boolean hasHeardOutcome(Predicate<Outcome> wanted) {
        listen();
        return outcomes.stream().anyMatch(wanted);
    }

    /** The name of the worker that paints a request; returns when it has done a first step. */
    String awaitPainter(RequestId request) {
        Outcome running = awaitOutcome(outcome -> outcome.getKind() == OutcomeKind.RUNNING
                && outcome.getTenant().equals(request.tenant())
                && outcome.getRequestId().equals(request.id()));
        return await("a heartbeat", () -> Optional.ofNullable(workers.get(running.getWorkerRun())));
    }

    /** Listens until something is there; fails with what was heard instead. */
    <T> T await(String what, Supplier<Optional<T>> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<T> found = wanted.get();
        while (found.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited " + PATIENCE.toSeconds() + " s for " + what + "; heard " + events
                        + ", outcomes " + outcomes + ", dead letters " + letters);
            }
            listen();
            found = wanted.get();
        }
        return found.get();
    }

    private void listen() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            if (record.topic().equals(Topics.EVENT.name(PREFIX))) {
                events.add(read(eventReader, record));
            } else if (record.topic().equals(Topics.OUTCOME.name(PREFIX))) {
                outcomes.add(read(outcomeReader, record));
            } else if (record.topic().equals(Topics.WORKER.name(PREFIX))) {
                heard(record);
            } else {
                letters.add(read(letterReader, record));
            }
        }
    }

    private void heard(ConsumerRecord<byte[], byte[]> heartbeat) {
        if (heartbeat.value() != null) {
            WorkerHeartbeat read = read(heartbeatReader, heartbeat);
            workers.put(read.getWorkerRun(), read.getWorker());
        }
    }

    private static <V extends SpecificRecord> V read(AvroReader<V> reader, ConsumerRecord<byte[], byte[]> record) {
        if (reader.read(record.value()) instanceof Decoded.Value<V> decoded) {
            return decoded.value();
        }
        throw new AssertionError("can't read " + record);
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
