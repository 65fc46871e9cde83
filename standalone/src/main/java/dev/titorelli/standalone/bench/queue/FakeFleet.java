package dev.titorelli.standalone.bench.queue;

import dev.titorelli.Job;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.identity.QueueName;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.serde.Decoded;
import dev.titorelli.standalone.bench.BenchClients;
import dev.titorelli.standalone.bench.BenchThread;
import dev.titorelli.standalone.bench.BenchTopics;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Faked workers of one place each, which keep a job for its time and do nothing. They read the job topics as plain consumers of committed
 * records: what nobody has a place for stays in line here as it would stay on the topic. Safe for several threads.
 */
final class FakeFleet implements AutoCloseable {

    private static final long HEARTBEAT_MS = 5_000;
    private static final double NANOS_A_MS = 1e6;

    private final QueueBenchWish wish;
    private final Place place;
    private final JobLog log;
    private final IdleMeter meter;
    private final List<QueueName> queues;
    private final List<FakeHand> hands = new ArrayList<>();
    private final List<Deque<Job>> lines = new ArrayList<>();
    private final List<BenchThread> readers = new ArrayList<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroReader<Job> jobs;
    private final AvroWriter<Outcome> outcomes;
    private final AvroWriter<WorkerHeartbeat> heartbeats;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "fake-worker-clock"));
    private int turn;
    private int seen;
    private int starts;
    private int begun;
    private int ends;
    private int expected;

    /** On what cluster. */
    record Place(BenchClients clients, BenchTopics topics, SchemaRegistry registry) {}

    FakeFleet(QueueBenchWish wish, Place place, JobLog log, IdleMeter meter) {
        this.wish = wish;
        this.place = place;
        this.log = log;
        this.meter = meter;
        this.queues = QueueSizes.names(wish.queues());
        this.producer = place.clients().producer();
        String prefix = place.topics().prefix();
        this.jobs = AvroReader.of(Topics.JOB, place.registry());
        this.outcomes = AvroWriter.of(Topics.OUTCOME, prefix, place.registry());
        this.heartbeats = AvroWriter.of(Topics.WORKER, prefix, place.registry());
        send(
                Topics.MODEL,
                BenchTopics.MODEL,
                AvroWriter.of(Topics.MODEL, prefix, place.registry()).write(QueueSizes.model()));
        for (int i = 0; i < wish.workers(); i++) {
            hands.add(new FakeHand());
        }
        beat();
        producer.flush();
        queues.forEach(this::read);
        var unused = clock.scheduleAtFixedRate(this::beat, HEARTBEAT_MS, HEARTBEAT_MS, TimeUnit.MILLISECONDS);
    }

    private void read(QueueName queue) {
        int index = lines.size();
        lines.add(new ArrayDeque<>());
        String topic = Topics.job(queue).name(place.topics().prefix());
        readers.add(new BenchThread(
                "fake-worker-" + index,
                place.clients().reader(topic),
                (records, polledNanos) -> records.forEach(record -> take(index, record, polledNanos))));
    }

    /** Milliseconds of the clock that everything here is told in. */
    static double nowMs() {
        return System.nanoTime() / NANOS_A_MS;
    }

    private synchronized void take(int queue, ConsumerRecord<byte[], byte[]> record, long polledNanos) {
        if (jobs.read(record.value()) instanceof Decoded.Value<Job> job) {
            seen++;
            log.seen(
                    job.value().getJobId(),
                    job.value().getRequestId(),
                    job.value().getTenant(),
                    polledNanos / NANOS_A_MS);
            lines.get(queue).add(job.value());
            startAll();
        }
    }

    private void startAll() {
        for (FakeHand hand : hands) {
            Job job = hand.isIdle() ? first() : null;
            if (job != null) {
                start(hand, job);
            }
        }
        note();
    }

    /** Of the line whose turn it is. */
    private Job first() {
        for (int i = 0; i < lines.size(); i++) {
            Job job = lines.get((turn + i) % lines.size()).poll();
            if (job != null) {
                turn += i + 1;
                return job;
            }
        }
        return null;
    }

    private void start(FakeHand hand, Job job) {
        long deviceMs = Math.max(1, Math.round((double) wish.work().jobMs() * job.getSteps() / ArrivalPlan.MEAN_STEPS));
        hand.hold(job);
        begun++;
        starts += ArrivalPlan.isOfFlood(job.getRequestId()) ? 0 : 1;
        log.started(job.getJobId(), (double) deviceMs, nowMs());
        beat(hand);
        say(job, hand.word(OutcomeKind.STARTED));
        say(job, hand.word(OutcomeKind.RUNNING));
        var unused = clock.schedule(() -> end(hand, job, deviceMs), deviceMs, TimeUnit.MILLISECONDS);
    }

    private synchronized void end(FakeHand hand, Job job, long deviceMs) {
        say(job, hand.succeeded(deviceMs));
        hand.hold(null);
        ends++;
        startAll();
        if (hand.isIdle()) {
            beat(hand);
        }
    }

    private void note() {
        boolean isWaiting = begun >= hands.size() && seen < expected;
        meter.note(nowMs(), (int) hands.stream().filter(FakeHand::isIdle).count(), isWaiting);
    }

    /** So many jobs will come, all at once: from when everybody has had one, idle hands count until the last is seen. */
    synchronized void expect(int jobsAtOnce) {
        expected = jobsAtOnce;
    }

    synchronized int ends() {
        return ends;
    }

    /** Forgets its counts. */
    synchronized void startAnew() {
        seen = 0;
        starts = 0;
        begun = 0;
        ends = 0;
    }

    /** Starts of jobs that are no flood's. */
    synchronized int starts() {
        return starts;
    }

    /** Whether a worker has nothing to do. */
    synchronized boolean isAnyIdle() {
        return hands.stream().anyMatch(FakeHand::isIdle);
    }

    void requireSound() {
        readers.forEach(BenchThread::requireSound);
    }

    private synchronized void beat() {
        hands.forEach(this::beat);
    }

    private void beat(FakeHand hand) {
        send(Topics.WORKER, hand.run(), heartbeats.write(hand.beat(queues)));
    }

    private void say(Job job, Outcome.Builder word) {
        var unused = producer.send(new ProducerRecord<>(
                place.topics().name(Topics.OUTCOME),
                job.getOriginPartition(),
                bytes(job.getTenant() + "/" + job.getRequestId()),
                outcomes.write(word.build())));
    }

    private void send(Topic<?> topic, String key, byte[] value) {
        var unused = producer.send(new ProducerRecord<>(place.topics().name(topic), bytes(key), value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        readers.forEach(BenchThread::close);
        producer.close();
    }
}
