package dev.titorelli.worker;

import dev.titorelli.registry.InMemorySchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.outcome.RecordSender;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker's place: keeps what is sent, in topics of two partitions. */
public final class SentRecords {

    private static final Node NODE = new Node(1, "127.0.0.1", 1);

    private final SchemaRegistry registry = new InMemorySchemaRegistry();
    private final MockProducer<byte[], byte[]> producer;

    /** @param acknowledging whether every record is acknowledged at once; else by {@link #producer()} */
    public SentRecords(boolean acknowledging) {
        List<PartitionInfo> partitions = Topics.all().stream()
                .flatMap(topic -> IntStream.range(0, 2).mapToObj(i -> partition(topic, i)))
                .toList();
        Cluster cluster = new Cluster("test", List.of(NODE), partitions, java.util.Set.of(), java.util.Set.of());
        this.producer = new MockProducer<>(
                cluster,
                acknowledging,
                new RoundRobinPartitioner(),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public RecordSender sender() {
        return new RecordSender(producer, "", registry);
    }

    public SchemaRegistry registry() {
        return registry;
    }

    public MockProducer<byte[], byte[]> producer() {
        return producer;
    }

    /** What was sent to a topic, read again. */
    public <V extends SpecificRecord> List<V> values(Topic<V> topic) {
        AvroReader<V> reader = AvroReader.of(topic, registry);
        return records(topic)
                .map(record -> ((Decoded.Value<V>) reader.read(record.value())).value())
                .toList();
    }

    public Stream<ProducerRecord<byte[], byte[]>> records(Topic<?> topic) {
        return producer.history().stream().filter(record -> record.topic().equals(topic.name("")));
    }

    private static PartitionInfo partition(Topic<?> topic, int partition) {
        Node[] nodes = {NODE};
        return new PartitionInfo(topic.name(""), partition, NODE, nodes, nodes);
    }
}
