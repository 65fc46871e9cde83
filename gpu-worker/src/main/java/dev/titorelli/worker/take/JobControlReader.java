package dev.titorelli.worker.take;

import dev.titorelli.JobControl;
import dev.titorelli.serde.Decoded;
import dev.titorelli.worker.run.HeldRuns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads every order of the stream app from the moment it was opened, and lets the held runs heed it. Kafka thread only. */
final class JobControlReader implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JobControlReader.class);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final RecordDecoder<JobControl> decoder;
    private final Deque<byte[]> unread = new ArrayDeque<>();
    private CompletableFuture<Decoded<JobControl>> decoding;
    private Instant askAgainAt = Instant.EPOCH;

    JobControlReader(Consumer<byte[], byte[]> consumer, String topic, RecordDecoder<JobControl> decoder) {
        this.consumer = consumer;
        this.partition = new TopicPartition(topic, 0);
        this.decoder = decoder;
    }

    /** Finds the topic's present end, waiting for the broker's answer: no order after it is missed. */
    void open() {
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition);
    }

    /** Reads what has come. Orders keep their order: one whose schema has to be asked for holds up the later ones. */
    void read(HeldRuns held, Instant now) {
        consumer.poll(Duration.ZERO).forEach(record -> unread.add(record.value()));
        while (!unread.isEmpty() && !now.isBefore(askAgainAt)) {
            decoding = decoding == null ? decoder.decode(unread.peek()) : decoding;
            if (!decoding.isDone()) {
                return;
            }
            Decoded<JobControl> decoded = decoding.join();
            decoding = null;
            if (decoded instanceof Decoded.NotYet<JobControl>) {
                askAgainAt = now.plus(ASK_AGAIN);
                return;
            }
            unread.remove();
            heed(held, decoded);
        }
    }

    private void heed(HeldRuns held, Decoded<JobControl> decoded) {
        if (decoded instanceof Decoded.Value<JobControl> order) {
            held.heed(order.value());
        } else {
            log.atError().addKeyValue("topic", partition.topic()).log("an order that can't be read");
        }
    }

    @Override
    public void close() {
        decoder.close();
        consumer.close();
    }
}
