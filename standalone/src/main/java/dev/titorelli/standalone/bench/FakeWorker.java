package dev.titorelli.standalone.bench;

import dev.titorelli.HeldJob;
import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.Ledger;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.QueueRoom;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.serde.Decoded;
import dev.titorelli.standalone.bench.RequestTimes.Moment;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Answers each job at once as a worker does that needs no time: STARTED, RUNNING, SUCCEEDED to the partition that the job
 * names, and a heartbeat every five seconds with what it holds. It reads the job topic as a plain consumer of committed
 * records: there is one, which sees every job once, so that a share group would change nothing but its own cost.
 */
final class FakeWorker implements AutoCloseable {

    private static final long HEARTBEAT_NANOS = 5_000_000_000L;
    /** More than a round has jobs: it answers each at once, so that none has to wait for its room. */
    static final int ENDLESS_ROOM = 1_000_000;

    private static final int SIDE_PX = 128;
    private static final String DIGEST = "ab".repeat(32);

    private final BenchTopics topics;
    private final Rounds rounds;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroReader<Job> jobs;
    private final AvroWriter<Outcome> outcomes;
    private final AvroWriter<WorkerHeartbeat> heartbeats;
    private final String run = UUID.randomUUID().toString();
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final int room;
    private final BenchThread thread;
    private long counter;
    private long beatAt;

    /** @param room that it announces, however many jobs it holds */
    FakeWorker(BenchClients clients, BenchTopics topics, SchemaRegistry registry, Rounds rounds, int room) {
        this.room = room;
        this.topics = topics;
        this.rounds = rounds;
        this.producer = clients.producer();
        this.jobs = AvroReader.of(Topics.JOB, registry);
        this.outcomes = AvroWriter.of(Topics.OUTCOME, topics.prefix(), registry);
        this.heartbeats = AvroWriter.of(Topics.WORKER, topics.prefix(), registry);
        send(
                Topics.MODEL,
                BenchTopics.MODEL,
                AvroWriter.of(Topics.MODEL, topics.prefix(), registry).write(BenchTopics.model()));
        beat();
        producer.flush();
        this.thread = new BenchThread("fake-worker", clients.reader(topics.jobs()), this::take);
    }

    void requireSound() {
        thread.requireSound();
    }

    private void take(ConsumerRecords<byte[], byte[]> records, long polledNanos) {
        records.forEach(record -> {
            if (jobs.read(record.value()) instanceof Decoded.Value<Job> job) {
                rounds.note(job.value().getRequestId(), Moment.JOB_SEEN, polledNanos);
                answer(job.value());
            }
        });
        if (System.nanoTime() - beatAt > HEARTBEAT_NANOS) {
            beat();
        }
    }

    private void answer(Job job) {
        held.add(job.getJobId());
        say(job, of(job, OutcomeKind.STARTED).setHeartbeat(counter));
        say(job, of(job, OutcomeKind.RUNNING));
        Outcome.Builder last = of(job, OutcomeKind.SUCCEEDED)
                .setImage(new ImageObject(job.getOutputKey(), DIGEST, "image/png", SIDE_PX, SIDE_PX))
                .setPixelDigest(DIGEST)
                .setProfileDigest(DIGEST)
                .setSeed(job.getSeed())
                .setLedger(Ledger.newBuilder().setDeviceMs(1).build());
        rounds.note(job.getRequestId(), Moment.OUTCOME_SENT, System.nanoTime());
        say(job, last);
    }

    private Outcome.Builder of(Job job, OutcomeKind kind) {
        return Outcome.newBuilder()
                .setKind(kind)
                .setTenant(job.getTenant())
                .setRequestId(job.getRequestId())
                .setStage(job.getStage())
                .setIndex(job.getIndex())
                .setJobId(job.getJobId())
                .setAttempt(job.getAttempt())
                .setWorkerRun(run)
                .setOutcomeId(job.getJobId() + "#" + job.getAttempt() + "#" + run + "#" + kind)
                .setQueue(job.getQueue())
                .setAt(Instant.now())
                .setJobDigest(job.getJobDigest());
    }

    private void say(Job job, Outcome.Builder word) {
        boolean last = word.getKind() == OutcomeKind.SUCCEEDED;
        var unused = producer.send(
                new ProducerRecord<>(
                        topics.name(Topics.OUTCOME),
                        job.getOriginPartition(),
                        bytes(job.getTenant() + "/" + job.getRequestId()),
                        outcomes.write(word.build())),
                (metadata, failure) -> {
                    if (last && failure == null) {
                        held.remove(job.getJobId());
                    }
                });
    }

    private void beat() {
        beatAt = System.nanoTime();
        QueueRoom queue = QueueRoom.newBuilder()
                .setQueue(BenchTopics.QUEUE.toString())
                .setRoom(room)
                .setArmed(true)
                .build();
        WorkerHeartbeat heartbeat = WorkerHeartbeat.newBuilder()
                .setWorkerRun(run)
                .setWorker("bench")
                .setCounter(++counter)
                .setAt(Instant.now())
                .setModels(List.of(BenchTopics.MODEL))
                .setQueues(List.of(queue))
                .setJobs(held.stream()
                        .map(job -> HeldJob.newBuilder().setJobId(job).build())
                        .toList())
                .build();
        send(Topics.WORKER, run, heartbeats.write(heartbeat));
    }

    private void send(Topic<? extends SpecificRecord> topic, String key, byte[] value) {
        var unused = producer.send(new ProducerRecord<>(topics.name(topic), bytes(key), value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        thread.close();
        producer.close();
    }
}
