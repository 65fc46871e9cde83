package dev.titorelli.standalone.client;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.registry.SchemaRegistries;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The model catalogue as a cluster has it now. */
public final class KnownModels {

    private static final Duration POLL = Duration.ofMillis(200);

    private KnownModels() {}

    /**
     * Models and adapters by alias and alias/adapter; the first digest owns its alias.
     *
     * @throws UnreachableException when Kafka or the registry does not answer, or has no catalogue
     */
    public static SortedMap<String, CatalogueEntry> read(Addresses addresses) {
        Map<String, Object> settings = new HashMap<>(addresses.kafka());
        settings.putAll(Map.of(
                "bootstrap.servers", addresses.bootstrapServers(),
                "enable.auto.commit", "false",
                "allow.auto.create.topics", "false",
                "default.api.timeout.ms", "15000"));
        AvroReader<CatalogueEntry> reader = AvroReader.of(Topics.MODEL, SchemaRegistries.open(addresses.registry()));
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            SortedMap<String, CatalogueEntry> models = new TreeMap<>();
            readAll(consumer, Topics.MODEL.name(addresses.prefix()), reader, models);
            return models;
        } catch (KafkaException e) {
            throw new UnreachableException(
                    "Kafka at %s: %s".formatted(addresses.bootstrapServers(), e.getMessage()), e);
        }
    }

    private static void readAll(
            Consumer<byte[], byte[]> consumer,
            String topic,
            AvroReader<CatalogueEntry> reader,
            SortedMap<String, CatalogueEntry> models) {
        TopicPartition partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (consumer.position(partition) < end) {
            consumer.poll(POLL).forEach(record -> learn(record, reader, models));
        }
    }

    private static void learn(
            ConsumerRecord<byte[], byte[]> record,
            AvroReader<CatalogueEntry> reader,
            SortedMap<String, CatalogueEntry> models) {
        if (record.key() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            models.remove(key);
        } else if (reader.read(record.value()) instanceof Decoded.Value<CatalogueEntry> read) {
            models.merge(
                    key, read.value(), (owner, other) -> owner.getDigest().equals(other.getDigest()) ? other : owner);
        }
    }
}
