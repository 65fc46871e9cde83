package dev.titorelli.stream;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.Control;
import dev.titorelli.ControlKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.identity.OwnerPartition;
import dev.titorelli.identity.RequestId;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.stream.catalogue.LearnModels;
import dev.titorelli.stream.catalogue.LearnWorkers;
import dev.titorelli.stream.catalogue.PlainAvroSerde;
import dev.titorelli.stream.catalogue.WorkerPosition;
import dev.titorelli.stream.decode.DecodeNode;
import dev.titorelli.stream.decode.DecodeProcessor;
import dev.titorelli.stream.decode.IngestNode;
import dev.titorelli.stream.decode.IngestProcessor;
import dev.titorelli.stream.decode.SchemaAsker;
import dev.titorelli.stream.queue.JobTopicName;
import dev.titorelli.stream.queue.ReleaseProcessor;
import dev.titorelli.stream.request.Destination;
import dev.titorelli.stream.request.RequestSettings;
import dev.titorelli.stream.request.TrackProcessor;
import dev.titorelli.stream.request.TrackSettings;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The wiring of the two rooms: every node has a name, and logic is elsewhere. */
final class StreamTopology {

    private static final String REQUESTS = "requests";
    private static final String UNDECODED = "undecoded";
    private static final String UNDECODED_QUEUE_RECORDS = "undecoded-queue-records";
    private static final String MODELS = "models";
    private static final String WORKERS = "workers";

    private final StreamSettings settings;
    private final Surroundings around;
    private final String prefix;
    private final WorkerPosition workerPosition = new WorkerPosition();
    private final Topology topology = new Topology();

    private StreamTopology(StreamSettings settings, Surroundings around) {
        this.settings = settings;
        this.around = around;
        this.prefix = settings.topicPrefix();
    }

    static Topology of(StreamSettings settings, Surroundings around) {
        return new StreamTopology(settings, around).wire();
    }

    private Topology wire() {
        learn();
        requestRoom();
        queueRoom();
        return topology;
    }

    /** Every instance reads models and heartbeats whole. */
    private void learn() {
        AvroReader<CatalogueEntry> entries = reader(Topics.MODEL);
        AvroReader<WorkerHeartbeat> heartbeats = reader(Topics.WORKER);
        topology.addGlobalStore(
                global(MODELS, PlainAvroSerde.of(CatalogueEntry.class)),
                "read-models",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.MODEL.name(prefix),
                "learn-models",
                () -> new LearnModels(MODELS, Topics.MODEL.noun(), entries, around.jobTopics()));
        topology.addGlobalStore(
                global(WORKERS, PlainAvroSerde.of(WorkerHeartbeat.class)),
                "read-workers",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.WORKER.name(prefix),
                "learn-workers",
                () -> new LearnWorkers(WORKERS, Topics.WORKER.noun(), heartbeats, workerPosition));
    }

    /** request, control, outcome, placement -> event, queue, job-control, batch. */
    private void requestRoom() {
        read("read-requests", Topics.REQUEST.name(prefix), Topics.REQUEST_REKEYED.name(prefix));
        read("read-controls", Topics.CONTROL.name(prefix), Topics.CONTROL_REKEYED.name(prefix));
        read("read-outcomes", Topics.OUTCOME.name(prefix));
        read("read-placements", Topics.PLACEMENT.name(prefix));
        decode("read-requests", node("decode-requests", "ingest-requests", "bury-requests", Topics.REQUEST));
        decode("read-controls", node("decode-controls", "ingest-controls", "bury-requests", Topics.CONTROL));
        decode("read-outcomes", node("decode-outcomes", "track-requests", "bury-outcomes", Topics.OUTCOME));
        decode("read-placements", node("decode-placements", "track-requests", "bury-outcomes", Topics.PLACEMENT));
        topology.addProcessor("ingest-requests", this::ingestRequests, "decode-requests");
        topology.addProcessor("ingest-controls", this::ingestControls, "decode-controls");
        topology.addProcessor(
                "track-requests",
                () -> new TrackProcessor(trackSettings()),
                "ingest-requests",
                "ingest-controls",
                "decode-outcomes",
                "decode-placements");
        topology.addStateStore(
                kept(UNDECODED),
                "decode-requests",
                "decode-controls",
                "decode-outcomes",
                "decode-placements",
                "track-requests");
        topology.addStateStore(kept(REQUESTS), "track-requests");
        rekey("rekey-requests", Topics.REQUEST_REKEYED, "ingest-requests");
        rekey("rekey-controls", Topics.CONTROL_REKEYED, "ingest-controls");
        send(Destination.EVENT, Topics.EVENT);
        send(Destination.QUEUE, Topics.QUEUE);
        send(Destination.JOB_CONTROL, Topics.JOB_CONTROL);
        send(Destination.BATCH, Topics.BATCH);
        send(Destination.WORKER, Topics.WORKER);
        sink(
                "bury-requests",
                Topics.REQUEST_DLQ,
                "decode-requests",
                "decode-controls",
                "ingest-requests",
                "ingest-controls",
                "track-requests");
        sink("bury-outcomes", Topics.OUTCOME_DLQ, "decode-outcomes", "decode-placements");
    }

    /** queue -> job topics, placement. */
    private void queueRoom() {
        read("read-queue-records", Topics.QUEUE.name(prefix));
        decode(
                "read-queue-records",
                new DecodeNode<>(
                        "decode-queue-records",
                        UNDECODED_QUEUE_RECORDS,
                        "release-jobs",
                        "bury-jobs",
                        asker(Topics.QUEUE)));
        topology.addProcessor(
                "release-jobs", () -> new ReleaseProcessor("send-jobs", "answer-placements"), "decode-queue-records");
        topology.addStateStore(kept(UNDECODED_QUEUE_RECORDS), "decode-queue-records");
        topology.addSink(
                "send-jobs",
                new JobTopicName(prefix),
                new StringSerializer(),
                AvroWriter.of(Topics.JOB, prefix, around.registry()),
                "release-jobs");
        topology.addSink(
                "answer-placements",
                Topics.PLACEMENT.name(prefix),
                new StringSerializer(),
                AvroWriter.of(Topics.PLACEMENT, prefix, around.registry()),
                toOwner(),
                "release-jobs");
        sink("bury-jobs", Topics.JOB_DLQ, "decode-queue-records");
    }

    private IngestProcessor<GenerationRequest> ingestRequests() {
        return new IngestProcessor<>(new IngestNode<>(
                request -> new RequestId(request.getTenant(), request.getRequestId()).toString(),
                around.partitions(),
                Topics.REQUEST_REKEYED.name(prefix),
                "track-requests",
                "rekey-requests",
                "bury-requests"));
    }

    private IngestProcessor<Control> ingestControls() {
        return new IngestProcessor<>(new IngestNode<>(
                StreamTopology::keyOf,
                around.partitions(),
                Topics.CONTROL_REKEYED.name(prefix),
                "track-requests",
                "rekey-controls",
                "bury-requests"));
    }

    /** A batch label looks like a request id, and its key is made the same way. */
    private static String keyOf(Control control) {
        String id = control.getKind() == ControlKind.SEAL ? control.getBatch() : control.getRequestId();
        return new RequestId(control.getTenant(), id).toString();
    }

    private TrackSettings trackSettings() {
        return new TrackSettings(
                new TrackSettings.Stores(REQUESTS, UNDECODED, "decode-outcomes", MODELS, WORKERS),
                RequestSettings.of(settings.defaultModel(), settings.lease(), settings.retention()),
                settings.limits(),
                around.endOffsets(),
                workerPosition);
    }

    private void read(String name, String... topics) {
        topology.addSource(name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics);
    }

    private <V extends SpecificRecord> DecodeNode<V> node(String name, String next, String graveyard, Topic<V> topic) {
        return new DecodeNode<>(name, UNDECODED, next, graveyard, asker(topic));
    }

    private <V extends SpecificRecord> void decode(String source, DecodeNode<V> node) {
        topology.addProcessor(node.name(), () -> new DecodeProcessor<>(node), source);
    }

    private <V extends SpecificRecord> SchemaAsker<V> asker(Topic<V> topic) {
        return new SchemaAsker<>(reader(topic), around.asking());
    }

    /** A reader that knows this version's own schema from the start, which is what most records are written with. */
    private <V extends SpecificRecord> AvroReader<V> reader(Topic<V> topic) {
        AvroReader<V> reader = AvroReader.of(topic, around.registry());
        int id = around.registry().register(topic.subject(prefix), topic.schema());
        reader.read(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        return reader;
    }

    private void send(Destination to, Topic<?> topic) {
        sink(to.sink(), topic, "track-requests");
    }

    private void sink(String name, Topic<?> topic, String... parents) {
        topology.addSink(
                name,
                topic.name(prefix),
                new StringSerializer(),
                AvroWriter.of(topic, prefix, around.registry()),
                parents);
    }

    private void rekey(String name, Topic<?> topic, String parent) {
        topology.addSink(
                name, topic.name(prefix), new StringSerializer(), new ByteArraySerializer(), toOwner(), parent);
    }

    private static <V> StreamPartitioner<String, V> toOwner() {
        return (topic, key, value, partitions) -> Optional.of(Set.of(OwnerPartition.of(key, partitions)));
    }

    private static StoreBuilder<?> kept(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
    }

    private static <V> StoreBuilder<?> global(String name, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withLoggingDisabled();
    }
}
