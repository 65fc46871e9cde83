package dev.titorelli.standalone.bench;

import dev.titorelli.stream.StreamConfig;
import dev.titorelli.stream.StreamSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** The least that an exactly-once topology can do: every record of a topic to another, under the stream app's own settings. */
final class PassThrough implements AutoCloseable {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

    private final BenchClients clients;
    private final BenchTopics topics;
    private final KafkaStreams streams;
    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicLong lastSeen = new AtomicLong();
    private final BenchThread reader;

    PassThrough(BenchClients clients, BenchTopics topics, StreamSettings settings) {
        this.clients = clients;
        this.topics = topics;
        Topology topology = new Topology();
        topology.addSource("read", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.passIn());
        topology.addSink("write", topics.passOut(), new ByteArraySerializer(), new ByteArraySerializer(), "read");
        this.streams = new KafkaStreams(topology, StreamConfig.of(settings));
        streams.start();
        this.reader = new BenchThread("pass-through-reader", clients.reader(topics.passOut()), (records, nanos) -> {
            if (records.count() > 0) {
                lastSeen.set(nanos);
                seen.addAndGet(records.count());
            }
        });
    }

    /** What it moved, and in how many seconds, from the first record's append to the last one's sight. */
    record Result(Moved moved, double seconds) {}

    /** Sends records as fast as they go and waits until a reader of committed records has all. */
    Result move(int records, int valueBytes, Patience patience) {
        seen.set(0);
        Moved before = Moved.of(streams.metrics());
        long begun = System.nanoTime();
        byte[] value = new byte[valueBytes];
        try (KafkaProducer<byte[], byte[]> producer = clients.producer()) {
            for (int i = 0; i < records; i++) {
                byte[] key = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
                var unused = producer.send(new ProducerRecord<>(topics.passIn(), key, value));
            }
        }
        patience.await("records through the pass-through", records, seen::get, reader::requireSound);
        return new Result(Moved.of(streams.metrics()).since(before), (lastSeen.get() - begun) / 1e9);
    }

    @Override
    public void close() {
        reader.close();
        streams.close(CLOSE_PATIENCE);
    }
}
