package dev.titorelli.worker.take;

import dev.titorelli.JobControl;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.worker.run.HeldRuns;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads every order of the stream app from the moment it was opened, and lets the held runs heed it. Kafka thread only. */
final class JobControlReader implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JobControlReader.class);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final AvroReader<JobControl> reader;
    private final Deque<byte[]> unread = new ArrayDeque<>();

    JobControlReader(Consumer<byte[], byte[]> consumer, String topic, AvroReader<JobControl> reader) {
        this.consumer = consumer;
        this.partition = new TopicPartition(topic, 0);
        this.reader = reader;
    }

    /** Finds the topic's present end, waiting for the broker's answer: no order after it is missed. */
    void open() {
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition);
    }

    void read(HeldRuns held) {
        consumer.poll(Duration.ZERO).forEach(record -> unread.add(record.value()));
        while (!unread.isEmpty()) {
            Decoded<JobControl> decoded = reader.read(unread.peek());
            if (decoded instanceof Decoded.NotYet<JobControl>) {
                return; // orders keep their order
            }
            unread.remove();
            if (decoded instanceof Decoded.Value<JobControl> order) {
                held.heed(order.value());
            } else {
                log.atError().addKeyValue("topic", partition.topic()).log("an order that can't be read");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
