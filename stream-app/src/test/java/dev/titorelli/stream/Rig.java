package dev.titorelli.stream;

import static dev.titorelli.stream.ModelFixture.aModel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.BatchRecord;
import dev.titorelli.Control;
import dev.titorelli.ControlKind;
import dev.titorelli.DeadLetter;
import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.HeldJob;
import dev.titorelli.Job;
import dev.titorelli.JobControl;
import dev.titorelli.Outcome;
import dev.titorelli.QueueRoom;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.identity.QueueName;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.serde.Decoded;
import dev.titorelli.stream.queue.QueueNode;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology without a broker: what goes in, what comes out, and a clock that is moved by hand. */
final class Rig implements AutoCloseable {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final String QUEUE = "mini.tokens-64";

    final UnreliableRegistry registry = new UnreliableRegistry();
    /** Asks at once unless a test holds it back. */
    final HeldBackThread asking = new HeldBackThread();

    /** Topics that are not there. */
    final Set<String> missingTopics = new HashSet<>();

    /** Whether the other room dies of each job that it gets. */
    boolean queueIsDown;

    /** Room that heartbeats announce for each queue: more than most tests need. */
    int room = 1_000;

    /** What others see of the queues. */
    final QueueNode.Sights sights = QueueNode.Sights.empty();

    final FakeEndOffsets endOffsets = new FakeEndOffsets();
    private final Map<Topic<?>, AvroWriter<?>> writers = new HashMap<>();
    private final Map<Topic<?>, AvroReader<?>> readers = new HashMap<>();
    private final Map<String, Long> heartbeats = new HashMap<>();
    private final StreamSettings settings;
    private final int partitions;
    private Topology topology;
    private TopologyTestDriver driver;
    private Instant now = START;

    Rig(Path stateDir, int partitions) {
        this(StreamSettings.of("nowhere:1", stateDir), partitions);
    }

    Rig(StreamSettings settings, int partitions) {
        this.settings = settings;
        this.partitions = partitions;
        open();
    }

    /** A topology with the rows that another one has left behind. */
    Rig(Path stateDir, StateSnapshot left) {
        this.settings = StreamSettings.of("nowhere:1", stateDir);
        this.partitions = 1;
        this.now = left.at();
        left.register(registry);
        open();
        load(left.rows());
    }

    /** One partition, a model called mini, and a worker called w1 that serves its queues. */
    static Rig withWorker(Path stateDir) {
        Rig rig = withModel(stateDir);
        rig.heartbeat("w1");
        return rig;
    }

    static Rig withModel(Path stateDir) {
        Rig rig = new Rig(stateDir, 1);
        rig.announce();
        return rig;
    }

    void announce() {
        send(Topics.MODEL, "mini", aModel("mini"));
    }

    /** Ends the process and starts it again with the rows that its topics would have brought back. */
    void restart() {
        endOffsets.workerEnd(0);
        Map<String, Map<String, byte[]>> kept = rows();
        driver.close();
        open();
        load(kept);
    }

    /** All rows of the stores that survive a process, by store. */
    Map<String, Map<String, byte[]>> rows() {
        Map<String, Map<String, byte[]>> all = new TreeMap<>();
        for (String store : List.of(
                "requests", "queues", "undecoded", "undecoded-queue-records", "batches", "undecoded-batch-records")) {
            all.put(store, rows(store));
        }
        return all;
    }

    private void load(Map<String, Map<String, byte[]>> all) {
        all.forEach((name, rows) -> {
            KeyValueStore<String, byte[]> store = driver.getKeyValueStore(name);
            assertThat((Object) store).as("the store %s", name).isNotNull();
            rows.forEach(store::put);
        });
    }

    /** A store as the topology sees it. */
    KeyValueStore<String, byte[]> store(String name) {
        return driver.getKeyValueStore(name);
    }

    /** Any store, global ones too. */
    StateStore stateStore(String name) {
        return driver.getAllStateStores().get(name);
    }

    TopologyDescription description() {
        return topology.describe();
    }

    /** Keys of what a store holds. */
    Set<String> keys(String store) {
        return rows(store).keySet();
    }

    private Map<String, byte[]> rows(String store) {
        Map<String, byte[]> rows = new TreeMap<>();
        try (KeyValueIterator<String, byte[]> all =
                driver.<String, byte[]>getKeyValueStore(store).all()) {
            all.forEachRemaining(row -> rows.put(row.key, row.value));
        }
        return rows;
    }

    private void open() {
        Surroundings around = new Surroundings(
                partitions, registry, endOffsets, this::hasTopic, asking, StreamTally.silent(), sights);
        topology = StreamTopology.of(settings, around);
        driver = new TopologyTestDriver(topology, StreamConfig.of(settings), now);
    }

    private boolean hasTopic(String topic) {
        if (queueIsDown) {
            throw new IllegalStateException("the queue room is down");
        }
        return !missingTopics.contains(topic);
    }

    void request(GenerationRequest request) {
        send(Topics.REQUEST, request.getTenant() + "/" + request.getRequestId(), request);
    }

    void cancel(String requestId) {
        Control cancel = Control.newBuilder()
                .setKind(ControlKind.CANCEL)
                .setTenant(RequestFixture.TENANT)
                .setRequestId(requestId)
                .setReason("changed my mind")
                .build();
        send(Topics.CONTROL, RequestFixture.TENANT + "/" + requestId, cancel);
    }

    void outcome(Outcome outcome) {
        send(Topics.OUTCOME, outcome.getTenant() + "/" + outcome.getRequestId(), outcome);
    }

    /** The next heartbeat of a run that serves both queues of mini and holds these jobs. */
    void heartbeat(String run, Job... held) {
        long counter = heartbeats.merge(run, 1L, Long::sum);
        endOffsets.heartbeat();
        send(
                Topics.WORKER,
                run,
                WorkerHeartbeat.newBuilder()
                        .setWorkerRun(run)
                        .setCounter(counter)
                        .setAt(now)
                        .setQueues(List.of(room(QUEUE, null), room("mini.tokens-256", null)))
                        .setJobs(List.of(held).stream()
                                .map(job -> HeldJob.newBuilder()
                                        .setJobId(job.getJobId())
                                        .setAttempt(job.getAttempt())
                                        .build())
                                .toList())
                        .build());
    }

    /** A heartbeat of a run that has polled the queue empty since then. */
    void heartbeatOfIdle(String run, Instant emptySince) {
        long counter = heartbeats.merge(run, 1L, Long::sum);
        endOffsets.heartbeat();
        send(
                Topics.WORKER,
                run,
                WorkerHeartbeat.newBuilder()
                        .setWorkerRun(run)
                        .setCounter(counter)
                        .setAt(now)
                        .setQueues(List.of(room(QUEUE, emptySince)))
                        .build());
    }

    private QueueRoom room(String queue, Instant emptySince) {
        return QueueRoom.newBuilder()
                .setQueue(queue)
                .setRoom(room)
                .setArmed(true)
                .setEmptySince(emptySince)
                .build();
    }

    /** Moves the clock in ticks of five seconds. */
    void ticks(int count) {
        for (int i = 0; i < count; i++) {
            pass(Duration.ofSeconds(5));
        }
    }

    /** Moves the clock at once. */
    void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    Instant now() {
        return now;
    }

    <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
        sendBytes(topic, key, bytes(topic, value));
    }

    <V extends SpecificRecord> byte[] bytes(Topic<V> topic, V value) {
        return writer(topic).write(value);
    }

    @SuppressWarnings("unchecked")
    private <V extends SpecificRecord> AvroWriter<V> writer(Topic<V> topic) {
        return (AvroWriter<V>) writers.computeIfAbsent(topic, t -> AvroWriter.of(t, Topics.DEFAULT_PREFIX, registry));
    }

    /** Reads what may be anything. */
    @SuppressWarnings("unchecked")
    <V extends SpecificRecord> Decoded<V> decoded(Topic<V> topic, byte[] bytes) {
        return ((AvroReader<V>) readers.computeIfAbsent(topic, t -> AvroReader.of(t, registry))).read(bytes);
    }

    TestRecord<byte[], byte[]> jobRecord() {
        return records(Topics.job(QueueName.parse(QUEUE))).get(0);
    }

    void sendBytes(Topic<?> topic, String key, byte[] value) {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        pipe(topic, new TestRecord<>(keyBytes, value, now));
    }

    void pipe(Topic<?> topic, TestRecord<byte[], byte[]> sent) {
        driver.createInputTopic(topic.name(Topics.DEFAULT_PREFIX), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(sent);
    }

    List<Event> events() {
        return read(Topics.EVENT);
    }

    List<EventKind> eventKinds() {
        return events().stream().map(Event::getKind).toList();
    }

    List<Job> jobs() {
        return read(Topics.job(QueueName.parse(QUEUE)));
    }

    Job job() {
        List<Job> jobs = jobs();
        if (jobs.size() != 1) {
            throw new AssertionError("expected one job, found " + jobs);
        }
        return jobs.get(0);
    }

    List<JobControl> commands() {
        return read(Topics.JOB_CONTROL);
    }

    List<DeadLetter> deadRequests() {
        return read(Topics.REQUEST_DLQ);
    }

    List<BatchRecord> batchRecords() {
        return read(Topics.BATCH);
    }

    /** What came out of a topic since the last look. */
    <V extends SpecificRecord> List<V> read(Topic<V> topic) {
        return records(topic).stream().map(sent -> value(topic, sent)).toList();
    }

    List<TestRecord<byte[], byte[]>> records(Topic<?> topic) {
        String name = topic.name(Topics.DEFAULT_PREFIX);
        return driver.createOutputTopic(name, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private <V extends SpecificRecord> V value(Topic<V> topic, TestRecord<byte[], byte[]> sent) {
        if (decoded(topic, sent.value()) instanceof Decoded.Value<V> read) {
            return read.value();
        }
        throw new AssertionError("the app wrote a record that can't be read");
    }

    @Override
    public void close() {
        driver.close();
    }
}
