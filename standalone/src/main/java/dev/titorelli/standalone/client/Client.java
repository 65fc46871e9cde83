package dev.titorelli.standalone.client;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.Control;
import dev.titorelli.ControlKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.QueueRecord;
import dev.titorelli.identity.RequestId;
import dev.titorelli.registry.CachingSchemaRegistry;
import dev.titorelli.registry.SchemaRegistries;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A user's connection to a running system. Calls wait up to 15 seconds for Kafka and throw {@link UnreachableException} after
 * that. Safe for several threads.
 */
public final class Client implements AutoCloseable {

    private static final String PATIENCE_MS = "15000";

    private final Addresses addresses;
    private final SchemaRegistry registry;
    private final Producer<byte[], byte[]> producer;

    private Client(Addresses addresses, SchemaRegistry registry) {
        this.addresses = addresses;
        this.registry = registry;
        Map<String, Object> settings = new HashMap<>(addresses.kafka());
        settings.putAll(Map.of(
                "bootstrap.servers",
                addresses.bootstrapServers(),
                "acks",
                "all",
                "max.block.ms",
                PATIENCE_MS,
                "request.timeout.ms",
                "10000",
                "delivery.timeout.ms",
                PATIENCE_MS));
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Connects lazily: the first call that needs Kafka or the registry finds out whether they answer. */
    public static Client open(Addresses addresses) {
        try {
            return new Client(addresses, new CachingSchemaRegistry(SchemaRegistries.open(addresses.registry())));
        } catch (KafkaException e) { // a name that can't be resolved is found out here
            throw kafkaSilent(addresses, e.getCause() == null ? e : e.getCause());
        }
    }

    /** Sends a request; returns once Kafka has it. */
    public void send(GenerationRequest request) {
        RequestId id = new RequestId(request.getTenant(), request.getRequestId());
        send(Topics.REQUEST, id.toString(), request);
    }

    /** Sends requests, all at once; returns once Kafka has them all. After a failure some may have been sent. */
    public void sendAll(List<GenerationRequest> requests) {
        List<Future<?>> sent = new ArrayList<>();
        for (GenerationRequest request : requests) {
            RequestId id = new RequestId(request.getTenant(), request.getRequestId());
            sent.add(begin(Topics.REQUEST, id.toString(), request));
        }
        sent.forEach(this::await);
    }

    /** Says that no more requests will come under a batch label; returns once Kafka has the word. */
    public void seal(RequestId batch, Long expected) {
        Control seal = Control.newBuilder()
                .setKind(ControlKind.SEAL)
                .setTenant(batch.tenant())
                .setBatch(batch.id())
                .setExpected(expected)
                .build();
        send(Topics.CONTROL, batch.toString(), seal);
    }

    /** Asks for a request to be cancelled; returns once Kafka has the wish. */
    public void cancel(RequestId request, String reason) {
        Control cancel = Control.newBuilder()
                .setKind(ControlKind.CANCEL)
                .setTenant(request.tenant())
                .setRequestId(request.id())
                .setReason(reason)
                .build();
        send(Topics.CONTROL, request.toString(), cancel);
    }

    /** Gives a queue an operator's order; returns once Kafka has it. */
    public void order(QueueRecord order) {
        send(Topics.QUEUE, order.getQueue(), order);
    }

    /** Puts an adapter into the catalogue; returns once Kafka has it. */
    public void announce(CatalogueEntry adapter) {
        send(Topics.MODEL, keyOf(adapter), adapter);
    }

    /** Takes an adapter out of the catalogue; returns once Kafka has the word. */
    public void withdraw(CatalogueEntry adapter) {
        send(Topics.MODEL, keyOf(adapter), null);
    }

    private static String keyOf(CatalogueEntry adapter) {
        return adapter.getAlias() + "/" + adapter.getAdapter();
    }

    /** Everything that becomes known from now on. */
    public RequestFeed follow() {
        try {
            return RequestFeed.fromNow(addresses, registry);
        } catch (KafkaException e) {
            throw kafkaSilent(e);
        }
    }

    /** Every event from now on, and no progress. */
    public RequestFeed followEvents() {
        try {
            return RequestFeed.eventsFromNow(addresses, registry);
        } catch (KafkaException e) {
            throw kafkaSilent(e);
        }
    }

    /** The events that are kept, and everything that becomes known from now on. */
    public RequestFeed followFromTheBeginning() {
        try {
            return RequestFeed.fromTheBeginning(addresses, registry);
        } catch (KafkaException e) {
            throw kafkaSilent(e);
        }
    }

    /** The dead letters. */
    public DeadLetterBox deadLetters() {
        return new DeadLetterBox(addresses, registry);
    }

    /** What a dead letter holds, as a record of the topic that it came from. */
    public SpecificRecord payload(BuriedRecord buried) throws PayloadUnreadableException {
        return new Payloads(addresses.prefix(), registry).read(buried);
    }

    /** What replays of dead letters mean. */
    public Replays replays() {
        return new Replays(addresses, registry);
    }

    private <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
        await(begin(topic, key, value));
    }

    private <V extends SpecificRecord> Future<?> begin(Topic<V> topic, String key, V value) {
        byte[] bytes = value == null
                ? null
                : AvroWriter.of(topic, addresses.prefix(), registry).write(value);
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        try {
            return producer.send(new ProducerRecord<>(topic.name(addresses.prefix()), keyBytes, bytes));
        } catch (KafkaException e) {
            throw kafkaSilent(e);
        }
    }

    private void await(Future<?> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw kafkaSilent(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException("interrupted while sending", e);
        }
    }

    private UnreachableException kafkaSilent(Throwable cause) {
        return kafkaSilent(addresses, cause);
    }

    private static UnreachableException kafkaSilent(Addresses addresses, Throwable cause) {
        return new UnreachableException(
                "Kafka at %s: %s".formatted(addresses.bootstrapServers(), cause.getMessage()), cause);
    }

    @Override
    public void close() {
        producer.close();
    }
}
