package dev.titorelli.standalone.client;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what topics hold, from an offset to another, without a group. For one thread. */
final class TopicReading implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String bootstrapServers;
    private final KafkaConsumer<byte[], byte[]> consumer;

    TopicReading(Addresses addresses) {
        bootstrapServers = addresses.bootstrapServers();
        Map<String, Object> settings = new HashMap<>(addresses.kafka());
        settings.putAll(Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "allow.auto.create.topics", "false",
                "auto.offset.reset", "earliest",
                "default.api.timeout.ms", "15000"));
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The offsets of a partition that hold records: from, and up to but without to. */
    record Span(TopicPartition partition, long from, long to) {}

    /** What each partition of a topic holds. */
    List<Span> spans(String topic) {
        return spans(topic, null);
    }

    /** The same of records that were written at a time or later; null for any. */
    List<Span> spans(String topic, Instant since) {
        try {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                throw new UnreachableException(
                        "Kafka at %s has no topic %s: no Titorelli is set up there".formatted(bootstrapServers, topic),
                        null);
            }
            return found.stream()
                    .map(info -> span(new TopicPartition(topic, info.partition()), since))
                    .toList();
        } catch (KafkaException e) {
            throw silent(e);
        }
    }

    private Span span(TopicPartition partition, Instant since) {
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        if (since == null) {
            return new Span(
                    partition, consumer.beginningOffsets(List.of(partition)).get(partition), end);
        }
        OffsetAndTimestamp first = consumer.offsetsForTimes(Map.of(partition, since.toEpochMilli()))
                .get(partition);
        return new Span(partition, first == null ? end : Math.min(first.offset(), end), end);
    }

    /**
     * Reads a span in its order.
     *
     * @throws UnreachableException when nothing comes for 20 seconds
     */
    void read(Span span, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        try {
            consumer.assign(List.of(span.partition()));
            consumer.seek(span.partition(), span.from());
            long at = span.from();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (at < span.to()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < span.to()) {
                        visitor.accept(record);
                    }
                }
                long now = consumer.position(span.partition());
                if (now > at) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() - deadline > 0) {
                    throw new UnreachableException("Kafka at " + bootstrapServers + " does not answer any more", null);
                }
                at = now;
            }
        } catch (KafkaException e) {
            throw silent(e);
        }
    }

    private UnreachableException silent(KafkaException cause) {
        return new UnreachableException("Kafka at %s: %s".formatted(bootstrapServers, cause.getMessage()), cause);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
