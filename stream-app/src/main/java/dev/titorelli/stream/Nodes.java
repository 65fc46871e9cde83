package dev.titorelli.stream;

import dev.titorelli.identity.OwnerPartition;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.stream.catalogue.PlainAvroSerde;
import dev.titorelli.stream.decode.DecodeNode;
import dev.titorelli.stream.decode.DecodeProcessor;
import dev.titorelli.stream.decode.SchemaAsker;
import dev.titorelli.topic.Topic;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/** Adds nodes and stores to a topology, each under its name and with its readers and writers. */
final class Nodes {

    private final Topology topology;
    private final String prefix;
    private final Surroundings around;

    Nodes(Topology topology, String prefix, Surroundings around) {
        this.topology = topology;
        this.prefix = prefix;
        this.around = around;
    }

    /** Takes the bytes of topics. */
    void source(String name, Topic<?>... topics) {
        String[] names = new String[topics.length];
        for (int i = 0; i < topics.length; i++) {
            names[i] = topics[i].name(prefix);
        }
        topology.addSource(name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), names);
    }

    /** Makes values of the bytes of a source. */
    <V extends SpecificRecord> void decode(DecodeNode<V> node, String source) {
        topology.addProcessor(node.name(), () -> new DecodeProcessor<>(node), source);
    }

    /** Writes values to a topic, on the partition that their key says. */
    void sink(String name, Topic<?> topic, String... parents) {
        topology.addSink(name, topic.name(prefix), new StringSerializer(), writer(topic), parents);
    }

    /** Writes values to the topic that each of them says. */
    <V extends SpecificRecord> void sink(
            String name, TopicNameExtractor<String, V> names, Topic<V> form, String parent) {
        topology.addSink(name, names, new StringSerializer(), writer(form), parent);
    }

    /** Writes values to the partition that owns their request. */
    void sinkToOwner(String name, Topic<?> topic, String parent) {
        topology.addSink(name, topic.name(prefix), new StringSerializer(), writer(topic), toOwner(), parent);
    }

    /** Writes bytes as they came to the partition that owns their request. */
    void hop(String name, Topic<?> topic, String parent) {
        topology.addSink(
                name, topic.name(prefix), new StringSerializer(), new ByteArraySerializer(), toOwner(), parent);
    }

    /** A store that survives the process. Its cache writes a row once a commit, however often it changed. */
    void store(String name, String... users) {
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                        .withCachingEnabled(),
                users);
    }

    /** A store that every instance fills from the whole topic at every start. */
    void globalStore(
            String name, Topic<?> topic, String learner, ProcessorSupplier<String, byte[], Void, Void> learning) {
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(name), Serdes.String(), PlainAvroSerde.of(topic.value()))
                        .withLoggingDisabled(),
                "read-" + name,
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topic.name(prefix),
                learner,
                learning);
    }

    <V extends SpecificRecord> SchemaAsker<V> asker(Topic<V> topic) {
        return new SchemaAsker<>(reader(topic), around.asking());
    }

    /** A reader that knows this version's own schema from the start, which is what most records are written with. */
    <V extends SpecificRecord> AvroReader<V> reader(Topic<V> topic) {
        SchemaRegistry registry = around.registry();
        AvroReader<V> reader = AvroReader.of(topic, registry);
        int id = registry.register(topic.subject(prefix), topic.schema());
        reader.read(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        return reader;
    }

    private <V extends SpecificRecord> Serializer<V> writer(Topic<V> topic) {
        return new RecordWriter<>(topic, prefix, around);
    }

    private static <V> StreamPartitioner<String, V> toOwner() {
        return (topic, key, value, partitions) -> Optional.of(Set.of(OwnerPartition.of(key, partitions)));
    }
}
