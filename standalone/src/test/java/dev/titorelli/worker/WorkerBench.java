package dev.titorelli.worker;

import dev.titorelli.DeadLetter;
import dev.titorelli.ImageFormat;
import dev.titorelli.Job;
import dev.titorelli.JobControl;
import dev.titorelli.JobControlKind;
import dev.titorelli.Lane;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.identity.JobDigest;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.identity.QueueName;
import dev.titorelli.registry.InMemorySchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.serde.Decoded;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.batch.Backoff;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.object.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Plays the stream app to a worker, on topics of its own. */
final class WorkerBench implements AutoCloseable {

    static final String ALIAS = "fake";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private WorkerSettings.Capacity capacity = WorkerSettings.Capacity.DEFAULT;
    private final String bootstrapServers;
    private final String prefix = "t" + UUID.randomUUID() + ".";
    private final SchemaRegistry registry = new InMemorySchemaRegistry();
    private ObjectStore objects = new InMemoryObjectStore();
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();
    private final List<GpuWorker> workers = new CopyOnWriteArrayList<>();
    private final AtomicReference<Throwable> broken = new AtomicReference<>();

    WorkerBench(String bootstrapServers) {
        this(bootstrapServers, List.of(16, 64));
    }

    WorkerBench(String bootstrapServers, List<Integer> buckets) {
        this.bootstrapServers = bootstrapServers;
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
        try (Admin admin = Admin.create(settings)) {
            List<QueueName> queues = GpuWorker.queuesOf(ALIAS, buckets);
            ClusterSetup.apply(admin, registry, new SetupPlan(prefix, 2, 1, (short) 1, queues));
        }
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> watched = List.of(
                partition(Topics.OUTCOME, 0),
                partition(Topics.OUTCOME, 1),
                partition(Topics.WORKER, 0),
                partition(Topics.JOB_DLQ, 0));
        consumer.assign(watched);
        consumer.seekToBeginning(watched);
    }

    /** Workers that are started from now on hold one job at a time. */
    void oneJobAtATime() {
        capacity = new WorkerSettings.Capacity(1, 0, 0);
    }

    /** Workers that are started from now on serve so many queues at a time. */
    void queuesAtOnce(int queues) {
        capacity = new WorkerSettings.Capacity(4, 0, 0, queues);
    }

    GpuWorker startWorker(FakePainter painter) throws InterruptedException {
        return startWorker(painter, List.of(16, 64));
    }

    GpuWorker startWorker(FakePainter painter, List<Integer> buckets) throws InterruptedException {
        return startWorker(painter, buckets, Duration.ofSeconds(60));
    }

    GpuWorker startWorker(FakePainter painter, Duration stuckAfter) throws InterruptedException {
        return startWorker(painter, List.of(16, 64), stuckAfter);
    }

    private GpuWorker startWorker(FakePainter painter, List<Integer> buckets, Duration stuckAfter)
            throws InterruptedException {
        WorkerSettings settings = WorkerSettings.of(bootstrapServers, ALIAS)
                .withTopicPrefix(prefix)
                .withBuckets(buckets)
                .withCapacity(capacity)
                .withTiming(new WorkerSettings.Timing(Duration.ofMillis(500), stuckAfter, DRAIN, Backoff.DEFAULT));
        GpuWorker worker = GpuWorker.start(settings, new GpuWorker.Workshop(painter, objects, registry, broken::set));
        workers.add(worker);
        if (!worker.awaitReady(LIMIT)) {
            throw new AssertionError("the worker is not ready");
        }
        return worker;
    }

    /** Workers started from now on use this store. */
    void useStore(ObjectStore store) {
        objects = store;
    }

    ObjectStore objects() {
        return objects;
    }

    QueueName queue(int tokens, Lane lane) {
        return new QueueName(ALIAS, tokens, lane);
    }

    Job job(String requestId, int tokens, Lane lane) {
        JobId id = JobId.parse("acme/" + requestId + "/image/0");
        Job job = Job.newBuilder()
                .setJobId(id.toString())
                .setTenant("acme")
                .setRequestId(requestId)
                .setStage("image")
                .setOriginPartition(1)
                .setQueue(queue(tokens, lane).toString())
                .setLane(lane)
                .setModel(ALIAS)
                .setModelDigest(TestJobs.MODEL_DIGEST)
                .setPrompt("a cat")
                .setWidthPx(32)
                .setHeightPx(32)
                .setSteps(4)
                .setSeed(7)
                .setFormat(ImageFormat.PNG)
                .setEmittedAt(Instant.now())
                .build();
        job.setJobDigest(JobDigest.of(job));
        job.setOutputKey(ObjectKeys.image(id, job.getJobDigest(), ImageFormat.PNG));
        return job;
    }

    void release(Job job) throws Exception {
        Topic<Job> topic = Topics.job(QueueName.parse(job.getQueue()));
        send(topic, job.getJobId(), AvroWriter.of(topic, prefix, registry).write(job));
    }

    void releaseBytes(QueueName queue, byte[] bytes) throws Exception {
        send(Topics.job(queue), "key", bytes);
    }

    void order(JobControlKind kind, Job job, int attempt) throws Exception {
        JobControl control = JobControl.newBuilder()
                .setKind(kind)
                .setJobId(job.getJobId())
                .setAttempt(attempt)
                .build();
        byte[] bytes = AvroWriter.of(Topics.JOB_CONTROL, prefix, registry).write(control);
        send(Topics.JOB_CONTROL, job.getJobId(), bytes);
    }

    /** Orders are read in every turn before the heartbeat: two more heartbeats mean that earlier orders were read. */
    void awaitOrdersRead() {
        int before = heartbeats().size();
        await("two heartbeats", () -> heartbeats().size() >= before + 3);
    }

    /** Does something again and again until an outcome comes. */
    void outcomeAfter(Runnable again, String requestId, OutcomeKind kind) {
        await(kind + " of " + requestId, () -> {
            again.run();
            return outcomes(requestId).stream().anyMatch(outcome -> outcome.getKind() == kind);
        });
    }

    List<Outcome> outcomesUntil(String requestId, OutcomeKind kind) {
        return outcomesUntil(requestId, outcome -> outcome.getKind() == kind);
    }

    List<Outcome> outcomesUntil(String requestId, Predicate<Outcome> last) {
        await("an outcome of " + requestId, () -> outcomes(requestId).stream().anyMatch(last));
        return outcomes(requestId);
    }

    Outcome lastOutcome(String requestId) {
        List<Outcome> all = outcomes(requestId);
        return all.get(all.size() - 1);
    }

    List<Outcome> outcomes() {
        return values(Topics.OUTCOME);
    }

    /** What a worker gave up for. */
    Optional<Throwable> broken() {
        return Optional.ofNullable(broken.get());
    }

    /** How many requests of a kind have their last word. */
    long ended(String requestIdPrefix) {
        return outcomes().stream()
                .filter(outcome -> outcome.getRequestId().startsWith(requestIdPrefix))
                .filter(outcome -> outcome.getKind() == OutcomeKind.SUCCEEDED
                        || outcome.getKind() == OutcomeKind.RETURNED
                        || outcome.getKind() == OutcomeKind.FAILED)
                .count();
    }

    void awaitUntil(BooleanSupplier condition) {
        await("change", condition);
    }

    /** Whether the run's last heartbeat is its tombstone. */
    boolean heartbeatsEnd(String workerRun) {
        return lastHeartbeats().get(workerRun).isEmpty();
    }

    DeadLetter deadLetter() {
        await("a dead letter", () -> !values(Topics.JOB_DLQ).isEmpty());
        return values(Topics.JOB_DLQ).get(0);
    }

    void awaitHeartbeat(String workerRun, Predicate<WorkerHeartbeat> wanted) {
        await("a heartbeat", () -> heartbeats().stream()
                .filter(heartbeat -> heartbeat.getWorkerRun().equals(workerRun))
                .anyMatch(wanted));
    }

    /** Empty when the last record is the tombstone. */
    Optional<byte[]> lastHeartbeat(String workerRun) {
        await(
                "the tombstone",
                () -> lastHeartbeats().containsKey(workerRun)
                        && lastHeartbeats().get(workerRun).isEmpty());
        return lastHeartbeats().get(workerRun);
    }

    @Override
    public void close() {
        workers.forEach(GpuWorker::close);
        producer.close(Duration.ofSeconds(5));
        consumer.close();
    }

    private List<Outcome> outcomes(String requestId) {
        return outcomes().stream()
                .filter(outcome -> outcome.getRequestId().equals(requestId))
                .toList();
    }

    private List<WorkerHeartbeat> heartbeats() {
        return values(Topics.WORKER);
    }

    private Map<String, Optional<byte[]>> lastHeartbeats() {
        Map<String, Optional<byte[]>> last = new HashMap<>();
        seen.stream()
                .filter(record -> record.topic().equals(Topics.WORKER.name(prefix)))
                .forEach(record -> last.put(
                        new String(record.key(), StandardCharsets.UTF_8), Optional.ofNullable(record.value())));
        return last;
    }

    private <V extends SpecificRecord> List<V> values(Topic<V> topic) {
        AvroReader<V> reader = AvroReader.of(topic, registry);
        return seen.stream()
                .filter(record -> record.topic().equals(topic.name(prefix)) && record.value() != null)
                .map(record -> ((Decoded.Value<V>) reader.read(record.value())).value())
                .toList();
    }

    private void await(String what, BooleanSupplier condition) {
        Instant until = Instant.now().plus(LIMIT);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(until)) {
                throw new AssertionError("no " + what + " within " + LIMIT + "; outcomes: " + outcomes());
            }
            consumer.poll(Duration.ofMillis(50)).forEach(seen::add);
        }
    }

    private TopicPartition partition(Topic<?> topic, int partition) {
        return new TopicPartition(topic.name(prefix), partition);
    }

    private void send(Topic<?> topic, String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic.name(prefix), key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }
}
