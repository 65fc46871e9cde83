package dev.titorelli.worker.outcome;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.header.CloudEventHeaders;
import dev.titorelli.header.Trace;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;

/** Sends records of the declared topics. Schemas are registered before the first send of a topic. Safe for several threads. */
public final class RecordSender {

    private final Producer<byte[], byte[]> producer;
    private final String prefix;
    private final SchemaRegistry registry;
    private final Map<Topic<?>, AvroWriter<?>> writers = new ConcurrentHashMap<>();

    /** @param producer stays the caller's to close */
    public RecordSender(Producer<byte[], byte[]> producer, String prefix, SchemaRegistry registry) {
        this.producer = producer;
        this.prefix = prefix;
        this.registry = registry;
    }

    /** Registers the schema and looks up the partitions, so that later sends wait for nobody. Returns how many partitions there are. */
    public int prepare(Topic<?> topic) {
        writer(topic);
        try {
            return producer.partitionsFor(topic.name(prefix)).size();
        } catch (KafkaException e) {
            throw new CannotStart(
                    "topic " + topic.name(prefix) + " does not exist, or the broker does not answer: " + e.getMessage(),
                    e);
        }
    }

    /** Sends to the key's own partition. */
    public <V extends SpecificRecord> CompletableFuture<RecordMetadata> send(Topic<V> topic, String key, V value) {
        return send(topic, null, key, value);
    }

    /**
     * Sends to a partition.
     *
     * @param partition null for the key's own
     * @param value null for a tombstone
     * @return done when all in-sync replicas have it; failed when it will never be written
     */
    public <V extends SpecificRecord> CompletableFuture<RecordMetadata> send(
            Topic<V> topic, Integer partition, String key, V value) {
        return send(topic, partition, key.getBytes(StandardCharsets.UTF_8), value, null);
    }

    /**
     * Sends with a key that may be no text, as part of a trace.
     *
     * @param traceparent trace header of what is spoken about; null without one
     */
    public <V extends SpecificRecord> CompletableFuture<RecordMetadata> send(
            Topic<V> topic, Integer partition, byte[] key, V value, String traceparent) {
        CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
        try {
            byte[] bytes = this.<V>writer(topic).write(value);
            Headers headers = Trace.headers(traceparent);
            CloudEventHeaders.of(topic, prefix).addTo(headers, value);
            Future<?> unused = producer.send(
                    new ProducerRecord<>(topic.name(prefix), partition, key, bytes, headers), (metadata, failure) -> {
                        if (failure == null) {
                            sent.complete(metadata);
                        } else {
                            sent.completeExceptionally(failure);
                        }
                    });
        } catch (KafkaException e) {
            sent.completeExceptionally(e);
        }
        return sent;
    }

    @SuppressWarnings("unchecked") // the map's writer of a topic was made for that topic
    private <V extends SpecificRecord> AvroWriter<V> writer(Topic<?> topic) {
        return (AvroWriter<V>) writers.computeIfAbsent(topic, t -> AvroWriter.of(t, prefix, registry));
    }
}
