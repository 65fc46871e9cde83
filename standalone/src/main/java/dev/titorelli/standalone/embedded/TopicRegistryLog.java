package dev.titorelli.standalone.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Keeps the registry's records in a compacted topic of one partition. One process writes it at a time. */
final class TopicRegistryLog implements RegistryLog {

    static final String TOPIC = "_schemas";

    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration READ_LIMIT = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final KafkaProducer<String, String> producer;

    private TopicRegistryLog(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "acks", "all",
                        "enable.idempotence", "true",
                        "max.request.size", "2097152",
                        "request.timeout.ms", "10000",
                        "delivery.timeout.ms", "20000",
                        "linger.ms", "0"),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Makes the topic when it is missing. */
    static TopicRegistryLog open(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            NewTopic topic = new NewTopic(TOPIC, Optional.of(1), Optional.empty())
                    .configs(Map.of("cleanup.policy", "compact", "max.message.bytes", "2097152"));
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("can't make the topic " + TOPIC, e.getCause());
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return new TopicRegistryLog(bootstrapServers);
    }

    @Override
    public List<RegistryRecord> readAll() {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION), READ_LIMIT).get(PARTITION);
            return readTo(end, consumer);
        }
    }

    @Override
    public void append(RegistryRecord record) {
        try {
            producer.send(new ProducerRecord<>(TOPIC, RegistryRecordJson.key(record), RegistryRecordJson.value(record)))
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("can't write to the topic " + TOPIC, e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }

    private static List<RegistryRecord> readTo(long end, KafkaConsumer<String, String> consumer) {
        List<RegistryRecord> all = new ArrayList<>();
        long deadline = System.nanoTime() + READ_LIMIT.toNanos();
        while (consumer.position(PARTITION, READ_LIMIT) < end) {
            if (System.nanoTime() - deadline > 0) {
                throw new KafkaException("the topic " + TOPIC + " could not be read within " + READ_LIMIT);
            }
            for (ConsumerRecord<String, String> record :
                    consumer.poll(Duration.ofMillis(200)).records(PARTITION)) {
                RegistryRecordJson.parse(record.key(), record.value()).ifPresent(all::add);
            }
        }
        return all;
    }

    private static KafkaException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new KafkaException("interrupted at the topic " + TOPIC, e);
    }
}
