package dev.titorelli.standalone.bench.worker;

import dev.titorelli.Job;
import dev.titorelli.Outcome;
import dev.titorelli.identity.QueueName;
import dev.titorelli.program.Instruments;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.standalone.bench.BenchClients;
import dev.titorelli.standalone.bench.Patience;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.WorkerSettings;
import dev.titorelli.worker.batch.Backoff;
import dev.titorelli.worker.fetch.FetchSettings;
import dev.titorelli.worker.inspect.InspectMode;
import dev.titorelli.worker.inspect.InspectSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A worker on topics of its own, and whoever sends it jobs and hears its outcomes. There is no stream app: jobs are written to the
 * queues' topics, and one that the worker gives back is sent again as the stream app would.
 */
final class BenchedWorker implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Patience PATIENCE = new Patience(Duration.ofMinutes(5));

    private final Bench bench;
    private final BenchJobs jobs;
    private final String prefix;
    private final AvroWriter<Job> writer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final OutcomeWatch outcomes;
    private final GpuWorker worker;
    private final Map<String, Round> rounds = new ConcurrentHashMap<>();
    private final AtomicLong named = new AtomicLong();
    private final AtomicReference<Throwable> broken = new AtomicReference<>();

    /**
     * Starts the worker and returns when it asks for jobs.
     *
     * @param parts what it will be sent
     */
    BenchedWorker(Bench bench, BenchJobs jobs, List<JobMix.Part> parts, WorkerSettings.Capacity capacity) {
        this.bench = bench;
        this.jobs = jobs;
        List<QueueName> queues = parts.stream().map(jobs::queue).distinct().toList();
        this.prefix = bench.topics(GpuWorker.queuesOf(bench.alias(), jobs.buckets()));
        this.writer = AvroWriter.of(Topics.JOB, prefix, bench.registry());
        BenchClients clients = bench.clients();
        this.producer = clients.producer();
        this.outcomes = new OutcomeWatch(clients, prefix, bench.registry(), new Hearing());
        this.worker = GpuWorker.start(
                settings(queues, capacity),
                bench.model(),
                new GpuWorker.Surroundings(bench.objects(), bench.registry(), Instruments.unwatched(), broken::set));
        awaitReady();
    }

    private WorkerSettings settings(List<QueueName> queues, WorkerSettings.Capacity capacity) {
        WorkerSettings.Timing usual = WorkerSettings.Timing.DEFAULT;
        return WorkerSettings.of(bench.bootstrapServers(), bench.alias())
                .withTopicPrefix(prefix)
                .withQueues(queues)
                .withCapacity(capacity)
                .withTiming(new WorkerSettings.Timing(
                        usual.heartbeat(), Duration.ofMinutes(10), Duration.ZERO, Backoff.DEFAULT))
                .withInspection(new InspectSettings(InspectMode.OFF, 1, 1, FetchSettings.NONE));
    }

    private void awaitReady() {
        try {
            if (!worker.awaitReady(START_LIMIT)) {
                throw new IllegalStateException(
                        "the worker did not ask for jobs within " + START_LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the worker started", e);
        }
    }

    /**
     * Sends jobs when they come and returns when all have become pictures.
     *
     * @param round a new one, which it gives back
     */
    Round run(String name, List<Arrival> arrivals, Round round) {
        long begun = System.nanoTime();
        for (Arrival arrival : arrivals) {
            long due = begun + arrival.afterNanos();
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            send(round, arrival.part(), due);
        }
        await(name, round, arrivals.size());
        return round;
    }

    /** Waits until so many jobs of a round have become pictures. */
    void await(String name, Round round, int pictures) {
        PATIENCE.await("pictures of the round " + name, pictures, round::done, this::requireSound);
    }

    /** Sends one job of a round, with a name that no other has. */
    void send(Round round, JobMix.Part part, long dueNanos) {
        long number = named.getAndIncrement();
        Job job = jobs.job(prefix.substring(0, prefix.length() - 1) + "-" + number, number, part);
        rounds.put(job.getJobId(), round);
        round.sent(part, dueNanos, job);
        write(job);
    }

    private void write(Job job) {
        job.setEmittedAt(Instant.now());
        String topic = Topics.job(QueueName.parse(job.getQueue())).name(prefix);
        byte[] key = job.getJobId().getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(new ProducerRecord<>(topic, 0, key, writer.write(job)));
    }

    private void requireSound() {
        outcomes.requireSound();
        if (broken.get() != null) {
            throw new IllegalStateException("the worker broke: " + broken.get(), broken.get());
        }
    }

    private final class Hearing implements OutcomeWatch.Hearing {
        @Override
        public void succeeded(Outcome outcome, long nanos) {
            rounds.get(outcome.getJobId()).ended(outcome.getJobId(), nanos, outcome.getLedger());
        }

        @Override
        public void returned(Outcome outcome) {
            write(rounds.get(outcome.getJobId()).next(outcome.getJobId()));
        }
    }

    /** Stops at once: what it holds is given back and not painted. */
    @Override
    public void close() {
        worker.close();
        outcomes.close();
        producer.close();
    }
}
