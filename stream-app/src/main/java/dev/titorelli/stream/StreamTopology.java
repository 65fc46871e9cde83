package dev.titorelli.stream;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.Control;
import dev.titorelli.ControlKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.identity.RequestId;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.stream.batch.CountProcessor;
import dev.titorelli.stream.batch.CountSettings;
import dev.titorelli.stream.catalogue.LearnModels;
import dev.titorelli.stream.catalogue.LearnWorkers;
import dev.titorelli.stream.catalogue.WorkerPosition;
import dev.titorelli.stream.decode.DecodeNode;
import dev.titorelli.stream.decode.IngestNode;
import dev.titorelli.stream.decode.IngestProcessor;
import dev.titorelli.stream.query.QueueNames;
import dev.titorelli.stream.query.StateNames;
import dev.titorelli.stream.queue.JobTopicName;
import dev.titorelli.stream.queue.QueueNode;
import dev.titorelli.stream.queue.ReleaseProcessor;
import dev.titorelli.stream.request.Destination;
import dev.titorelli.stream.request.RequestSettings;
import dev.titorelli.stream.request.TrackProcessor;
import dev.titorelli.stream.request.TrackSettings;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.Topology;

/** The wiring of the three rooms: every node has a name, and logic is elsewhere. */
final class StreamTopology {

    static final List<String> DECODING_NODES = List.of(
            "decode-requests",
            "decode-controls",
            "decode-outcomes",
            "decode-placements",
            "decode-queue-records",
            "decode-batch-records");

    private static final String REQUESTS = "requests";
    private static final String UNDECODED = "undecoded";
    private static final String UNDECODED_QUEUE_RECORDS = "undecoded-queue-records";
    private static final String BATCHES = "batches";
    private static final String UNDECODED_BATCH_RECORDS = "undecoded-batch-records";
    private static final String QUEUES = "queues";
    private static final String MODELS = "models";
    private static final String WORKERS = "workers";

    private final StreamSettings settings;
    private final Surroundings around;
    private final String prefix;
    private final Nodes nodes;
    private final WorkerPosition workerPosition = new WorkerPosition();
    private final Topology topology = new Topology();

    private StreamTopology(StreamSettings settings, Surroundings around) {
        this.settings = settings;
        this.around = around;
        this.prefix = settings.topicPrefix();
        this.nodes = new Nodes(topology, prefix, around);
    }

    static Topology of(StreamSettings settings, Surroundings around) {
        StreamTopology wiring = new StreamTopology(settings, around);
        wiring.learn();
        wiring.requestRoom();
        wiring.queueRoom();
        wiring.batchRoom();
        return wiring.topology;
    }

    /** Where queries find what the nodes keep. */
    static StateNames stateNames(StreamSettings settings, int partitions) {
        return new StateNames(REQUESTS, WORKERS, Topics.REQUEST.name(settings.topicPrefix()), partitions);
    }

    /** Where queries about batch labels find their counters. */
    static StateNames batchNames(StreamSettings settings, int partitions) {
        return new StateNames(BATCHES, WORKERS, Topics.BATCH.name(settings.topicPrefix()), partitions);
    }

    /**
     * The same for queries about queues.
     *
     * @param partitions how many queue.v1 has
     */
    static QueueNames queueNames(int partitions) {
        return new QueueNames(QUEUES, MODELS, partitions);
    }

    /** Every instance reads models and heartbeats whole. */
    private void learn() {
        AvroReader<CatalogueEntry> entries = nodes.reader(Topics.MODEL);
        AvroReader<WorkerHeartbeat> heartbeats = nodes.reader(Topics.WORKER);
        nodes.globalStore(
                MODELS, Topics.MODEL, "learn-models", () -> new LearnModels(MODELS, Topics.MODEL.noun(), entries));
        nodes.globalStore(
                WORKERS,
                Topics.WORKER,
                "learn-workers",
                () -> new LearnWorkers(WORKERS, Topics.WORKER.noun(), heartbeats, workerPosition));
    }

    /** request, control, outcome, placement -> event, queue, job-control, inspect, batch. */
    private void requestRoom() {
        nodes.source("read-requests", Topics.REQUEST, Topics.REQUEST_REKEYED);
        nodes.source("read-controls", Topics.CONTROL, Topics.CONTROL_REKEYED);
        nodes.source("read-outcomes", Topics.OUTCOME);
        nodes.source("read-placements", Topics.PLACEMENT);

        decode("decode-requests", Topics.REQUEST, "read-requests", "ingest-requests", "bury-requests");
        decode("decode-controls", Topics.CONTROL, "read-controls", "ingest-controls", "bury-requests");
        decode("decode-outcomes", Topics.OUTCOME, "read-outcomes", "track-requests", "bury-outcomes");
        decode("decode-placements", Topics.PLACEMENT, "read-placements", "track-requests", "bury-outcomes");

        topology.addProcessor("ingest-requests", this::ingestRequests, "decode-requests");
        topology.addProcessor("ingest-controls", this::ingestControls, "decode-controls");
        nodes.hop("rekey-requests", Topics.REQUEST_REKEYED, "ingest-requests");
        nodes.hop("rekey-controls", Topics.CONTROL_REKEYED, "ingest-controls");

        String[] arrivals = {"ingest-requests", "ingest-controls", "decode-outcomes", "decode-placements"};
        topology.addProcessor("track-requests", () -> new TrackProcessor(trackSettings()), arrivals);
        nodes.store(REQUESTS, "track-requests");
        nodes.store(
                UNDECODED,
                "decode-requests",
                "decode-controls",
                "decode-outcomes",
                "decode-placements",
                "track-requests");

        nodes.sink(Destination.EVENT.sink(), Topics.EVENT, "track-requests");
        nodes.sink(Destination.QUEUE.sink(), Topics.QUEUE, "track-requests");
        nodes.sink(Destination.JOB_CONTROL.sink(), Topics.JOB_CONTROL, "track-requests");
        nodes.sink(Destination.INSPECT.sink(), Topics.INSPECT, "track-requests");
        nodes.sink(Destination.BATCH.sink(), Topics.BATCH, "track-requests");
        nodes.sink(Destination.WORKER.sink(), Topics.WORKER, "track-requests");
        nodes.sink(
                "bury-requests",
                Topics.REQUEST_DLQ,
                "decode-requests",
                "decode-controls",
                "ingest-requests",
                "ingest-controls",
                "track-requests");
        nodes.sink("bury-outcomes", Topics.OUTCOME_DLQ, "decode-outcomes", "decode-placements", "track-requests");
    }

    /** queue -> job topics, placement. */
    private void queueRoom() {
        nodes.source("read-queue-records", Topics.QUEUE);
        nodes.decode(
                new DecodeNode<>(
                        "decode-queue-records",
                        UNDECODED_QUEUE_RECORDS,
                        new DecodeNode.Ways("release-jobs", "bury-jobs"),
                        nodes.asker(Topics.QUEUE),
                        around.tally()),
                "read-queue-records");
        topology.addProcessor("release-jobs", () -> new ReleaseProcessor(queueNode()), "decode-queue-records");
        nodes.store(QUEUES, "release-jobs");
        nodes.store(UNDECODED_QUEUE_RECORDS, "decode-queue-records");
        nodes.sink("send-jobs", new JobTopicName(prefix), Topics.JOB, "release-jobs");
        nodes.sinkToOwner("answer-placements", Topics.PLACEMENT, "release-jobs");
        nodes.sink("bury-jobs", Topics.JOB_DLQ, "decode-queue-records", "release-jobs");
    }

    /** batch -> event. */
    private void batchRoom() {
        nodes.source("read-batch-records", Topics.BATCH);
        nodes.decode(
                new DecodeNode<>(
                        "decode-batch-records",
                        UNDECODED_BATCH_RECORDS,
                        new DecodeNode.Ways("count-batch-labels", "bury-batch-records"),
                        nodes.asker(Topics.BATCH),
                        around.tally()),
                "read-batch-records");
        CountSettings counting =
                new CountSettings(BATCHES, settings.retention().batches(), "tell-batches", "bury-batch-records");
        topology.addProcessor("count-batch-labels", () -> new CountProcessor(counting), "decode-batch-records");
        nodes.store(UNDECODED_BATCH_RECORDS, "decode-batch-records");
        nodes.store(BATCHES, "count-batch-labels");
        nodes.sink("tell-batches", Topics.EVENT, "count-batch-labels");
        nodes.sink("bury-batch-records", Topics.REQUEST_DLQ, "decode-batch-records", "count-batch-labels");
    }

    private QueueNode queueNode() {
        return new QueueNode(
                new QueueNode.Stores(QUEUES, WORKERS),
                new QueueNode.Sinks("send-jobs", "answer-placements", "bury-jobs"),
                settings.queues(),
                queue -> around.jobTopics().exists(Topics.job(queue).name(prefix)),
                workerPosition,
                around.sights());
    }

    private <V extends SpecificRecord> void decode(
            String name, Topic<V> topic, String source, String next, String graveyard) {
        nodes.decode(
                new DecodeNode<>(
                        name, UNDECODED, new DecodeNode.Ways(next, graveyard), nodes.asker(topic), around.tally()),
                source);
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
                RequestSettings.of(settings.defaultModel(), settings.lease(), settings.retention())
                        .withInspection(settings.inspection()),
                settings.limits(),
                around.endOffsets(),
                workerPosition);
    }
}
