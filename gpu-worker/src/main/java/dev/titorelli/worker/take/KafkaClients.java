package dev.titorelli.worker.take;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The settings that make the worker's Kafka clients what the protocol of taking needs; anything else passes through. */
public final class KafkaClients {

    private static final String DAY_MS = Long.toString(24L * 60 * 60 * 1000);
    private static final String FOREVER_MS = Integer.toString(Integer.MAX_VALUE);

    private final Map<String, Object> base;

    /** @param further settings of all clients, such as security */
    public KafkaClients(String bootstrapServers, Map<String, Object> further) {
        this.base = new HashMap<>(further);
        base.put("bootstrap.servers", bootstrapServers);
    }

    public Admin admin() {
        return Admin.create(base);
    }

    /** Never gives a record up by itself, and asks for metadata before it is needed, so that sending doesn't wait. */
    public Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = with(Map.of(
                "acks", "all",
                "enable.idempotence", "true",
                "linger.ms", "0",
                "delivery.timeout.ms", FOREVER_MS,
                "max.block.ms", "10000",
                "metadata.max.idle.ms", DAY_MS));
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Reads single partitions without a group: orders, the catalogue. */
    Consumer<byte[], byte[]> reader() {
        Map<String, Object> settings = with(Map.of("isolation.level", "read_committed", "enable.auto.commit", "false"));
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** One record at a time from one topic, in the share group of the same name. */
    public ShareConsumer<byte[], byte[]> taker(String topic) {
        Map<String, Object> settings = with(Map.of(
                "group.id", topic,
                "max.poll.records", "1",
                "share.acquire.mode", "record_limit",
                "share.acknowledgement.mode", "explicit",
                "max.poll.interval.ms", FOREVER_MS));
        ShareConsumer<byte[], byte[]> consumer =
                new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    private Map<String, Object> with(Map<String, String> needed) {
        Map<String, Object> settings = new HashMap<>(base);
        settings.putAll(needed);
        return settings;
    }
}
