package dev.titorelli.standalone;

import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Sees how workers are and how many dead letters there are. For one thread. */
final class ClusterWatch implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroReader<WorkerHeartbeat> reader;
    private final Queue<WorkerHeartbeat> unseen = new ArrayDeque<>();

    ClusterWatch(String bootstrapServers, SchemaRegistry registry) {
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.reader = AvroReader.of(Topics.WORKER, registry);
        List<TopicPartition> workers = partitions(Topics.WORKER.name(Topics.DEFAULT_PREFIX));
        consumer.assign(workers);
        consumer.seekToEnd(workers);
        workers.forEach(consumer::position);
    }

    /** The next heartbeat of the kind that is wanted; others are passed over. */
    WorkerHeartbeat nextHeartbeat(Predicate<WorkerHeartbeat> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        WorkerHeartbeat last = null;
        while (System.nanoTime() - deadline < 0) {
            while (!unseen.isEmpty()) {
                last = unseen.remove();
                if (wanted.test(last)) {
                    return last;
                }
            }
            consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                if (record.value() != null
                        && reader.read(record.value()) instanceof Decoded.Value<WorkerHeartbeat> beat) {
                    unseen.add(beat.value());
                }
            });
        }
        throw new AssertionError("no such heartbeat within " + PATIENCE + ", the last one was " + last);
    }

    /** Dead letters of all kinds, as counted by their offsets. */
    long deadLetters() {
        return List.of(Topics.REQUEST_DLQ, Topics.JOB_DLQ, Topics.OUTCOME_DLQ).stream()
                .flatMap(topic -> partitions(topic.name(Topics.DEFAULT_PREFIX)).stream())
                .mapToLong(partition -> consumer.endOffsets(List.of(partition)).get(partition))
                .sum();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }
}
