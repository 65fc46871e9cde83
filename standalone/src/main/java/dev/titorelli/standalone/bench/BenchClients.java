package dev.titorelli.standalone.bench;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Clients of bytes: producers that wait for all copies, readers of committed records, whole topics each. */
public final class BenchClients {

    private final Map<String, Object> settings = new HashMap<>();

    /** @param further settings of all clients, such as security */
    public BenchClients(String bootstrapServers, Map<String, Object> further) {
        settings.putAll(further);
        settings.put("bootstrap.servers", bootstrapServers);
    }

    public KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Reads a topic from its beginning, as no member of a group. */
    public KafkaConsumer<byte[], byte[]> reader(String topic) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("isolation.level", "read_committed");
        all.put("enable.auto.commit", false);
        KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Collection<TopicPartition> partitions = partitions(reader, topic);
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        return reader;
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> reader, String topic) {
        return reader.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }
}
