package dev.titorelli.standalone;

import dev.titorelli.Event;
import dev.titorelli.GenerationRequest;
import dev.titorelli.identity.RequestId;
import dev.titorelli.registry.RestSchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.serde.Decoded;
import dev.titorelli.settings.Settings;
import dev.titorelli.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A user with settings, who may do no more than send requests and read events. */
final class SecureUser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final SchemaRegistry registry;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    SecureUser(Settings settings) {
        Map<String, Object> kafka = new HashMap<>(settings.kafka());
        kafka.put("bootstrap.servers", settings.bootstrapServers());
        this.registry = new RestSchemaRegistry(settings.registry());
        this.producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        kafka.put("isolation.level", "read_committed");
        this.consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Sends a request and returns the event that ends it. */
    Event paint(GenerationRequest request) throws Exception {
        String events = Topics.EVENT.name(Topics.DEFAULT_PREFIX);
        List<TopicPartition> partitions = consumer.partitionsFor(events).stream()
                .map(partition -> new TopicPartition(events, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        byte[] key = new RequestId(request.getTenant(), request.getRequestId())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        byte[] value =
                AvroWriter.of(Topics.REQUEST, Topics.DEFAULT_PREFIX, registry).write(request);
        producer.send(new ProducerRecord<>(Topics.REQUEST.name(Topics.DEFAULT_PREFIX), key, value))
                .get();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Optional<Event> end = end(request);
            if (end.isPresent()) {
                return end.get();
            }
        }
        throw new AssertionError("no end within " + PATIENCE);
    }

    private Optional<Event> end(GenerationRequest request) {
        AvroReader<Event> reader = AvroReader.of(Topics.EVENT, registry);
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            if (reader.read(record.value()) instanceof Decoded.Value<Event> read
                    && read.value().getRequestId().equals(request.getRequestId())
                    && SystemUser.FINAL.contains(read.value().getKind())) {
                return Optional.of(read.value());
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
