package dev.titorelli.worker.take;

import dev.titorelli.Job;
import dev.titorelli.JobControl;
import dev.titorelli.fault.CannotStart;
import dev.titorelli.identity.QueueName;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.serde.Decoded;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.batch.DevicePulse;
import dev.titorelli.worker.batch.ModelDescription;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.outcome.RecordSender;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.run.RunTally;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where jobs come in: checks what can be served, announces the model, then takes until it is drained or halted. */
public final class TakeDesk implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TakeDesk.class);

    private final TakeLoop loop;
    private final Heartbeats heartbeats;
    private final List<QueueName> queues;
    private final RecordDecoder<Job> decoder;
    private final List<String> notServed;
    private final Optional<QueueWatch> watch;

    /**
     * The worker as others see it.
     *
     * @param queues those of its model's that it takes from; empty for all
     */
    public record Sign(
            String workerRun,
            String worker,
            String alias,
            List<Integer> buckets,
            List<QueueName> queues,
            ModelDescription model) {}

    /** How it reaches the others. */
    public record Lines(KafkaClients clients, String prefix, SchemaRegistry registry, RecordSender sender) {}

    /** Times, and how many jobs may be held and queues be served at once: see the worker's settings. */
    public record Times(Duration heartbeat, Duration stuckAfter, Duration drain, int jobs, int queues, Clock clock) {}

    /** What it hands jobs to, and what it tells. */
    public record Shop(
            HeldRuns held,
            OutcomeWriter outcomes,
            DeadLetters deadLetters,
            RunTally tally,
            DevicePulse pulse,
            JobMemory memory,
            Consumer<JobRun> device,
            Consumer<Throwable> broken) {}

    /**
     * Checks and announces; takes nothing before {@link #start}.
     *
     * @throws CannotStart when no bucket can be served, no queue fits into the memory, or the alias belongs to another model
     */
    public TakeDesk(Sign sign, Lines lines, Times times, Shop shop) {
        Served served = served(sign, lines).fitting(shop.memory());
        shop.memory().serve(served.queues());
        this.notServed = served.lacking();
        this.queues = served.queues();
        ModelAnnouncement.announce(ModelAnnouncement.entry(sign, served.buckets(), shop.pulse(), times.clock()), lines);
        this.heartbeats = new Heartbeats(
                lines.sender(),
                new Heartbeats.Speaker(sign.workerRun(), sign.worker(), sign.alias()),
                sign.model(),
                times.heartbeat());
        this.decoder = new RecordDecoder<>(knowing(Topics.job(served.queues().get(0)), sampleJob(), lines));
        Bell bell = new Bell();
        ExecutorService waiting = Executors.newCachedThreadPool(TakeDesk::waitingThread);
        Function<String, WaitingConsumer> consumers =
                topic -> new WaitingConsumer(lines.clients().taker(topic), waiting, bell, times.clock());
        QueueLines queueLines = new QueueLines(
                each(served, lines.prefix(), taker(sign, times, shop, heartbeats), consumers),
                served.recordLock(),
                waiting);
        this.watch = watch(sign, lines, times, queueLines);
        this.loop = new TakeLoop(
                new TakeLoop.Parts(control(lines), queueLines, heartbeats, shop.held(), shop.memory(), shop.pulse()),
                new TakeLoop.Limits(times.stuckAfter(), times.drain(), times.jobs()),
                shop.broken(),
                bell,
                times.clock());
    }

    /** What keeps queues of the model from being served, with what to do. */
    public List<String> notServed() {
        return notServed;
    }

    /** Reads orders and asks for jobs from now on. */
    public void start() {
        loop.start();
        watch.ifPresent(QueueWatch::start);
    }

    /** Waits until orders are read and jobs are asked for. */
    public boolean awaitReady(Duration limit) throws InterruptedException {
        return loop.awaitReady(limit);
    }

    /** Whether orders are read and jobs are asked for. */
    public boolean isReady() {
        return loop.isReady();
    }

    /** How long the Kafka thread has been at one turn; zero while it does not run. */
    public Duration quietFor() {
        return loop.quietFor();
    }

    /** How long ago the broker acknowledged a heartbeat; counted from when this was made until it first does. */
    public Duration heartbeatAge() {
        return heartbeats.age();
    }

    /** The queues that it takes from. */
    public List<QueueName> queues() {
        return queues;
    }

    /** How many jobs of a queue would be taken now, as the last heartbeat said. */
    public int room(QueueName queue) {
        return loop.room(queue);
    }

    /** Takes nothing more; returns when everything that is held has ended, or the drain limit has. */
    public void drain() throws InterruptedException {
        watch.ifPresent(QueueWatch::close);
        loop.drain();
    }

    /** Ends at once, without another heartbeat. */
    @Override
    public void close() {
        watch.ifPresent(QueueWatch::close);
        loop.halt();
        decoder.close();
    }

    /** What can be served. */
    private record Served(List<Integer> buckets, List<QueueName> queues, Duration recordLock, List<String> lacking) {

        /** Without the queues whose largest job does not fit into the memory. */
        Served fitting(JobMemory memory) {
            List<String> refusals = queues.stream()
                    .flatMap(queue -> memory.refusal(queue).stream())
                    .toList();
            List<QueueName> fitting = queues.stream()
                    .filter(queue -> memory.refusal(queue).isEmpty())
                    .toList();
            if (fitting.isEmpty()) {
                throw new CannotStart("no queue can be served:\n  " + String.join("\n  ", refusals));
            }
            refusals.forEach(refusal -> log.atWarn().log(refusal));
            return new Served(
                    buckets,
                    fitting,
                    recordLock,
                    Stream.concat(lacking.stream(), refusals.stream()).toList());
        }
    }

    private static Served served(Sign sign, Lines lines) {
        try (Admin admin = lines.clients().admin()) {
            QueueCheck check = new QueueCheck(admin, lines.prefix());
            List<Integer> buckets = check.servable(sign.alias(), sign.buckets());
            if (buckets.isEmpty()) {
                throw new CannotStart("none of the buckets " + sign.buckets() + " of model '" + sign.alias()
                        + "' can be served:\n  " + String.join("\n  ", check.lacking()));
            }
            List<QueueName> queues = Buckets.chosen(Buckets.queues(sign.alias(), buckets), sign.queues());
            return new Served(buckets, queues, check.recordLock(queues), check.lacking());
        }
    }

    /** Who chooses among the queues, where none are named and there are more than may be served. */
    private Optional<QueueWatch> watch(Sign sign, Lines lines, Times times, QueueLines queueLines) {
        QueueChoice choice = new QueueChoice(sign.workerRun(), queues, times.queues());
        if (!sign.queues().isEmpty() || !choice.isOpen()) {
            return Optional.empty();
        }
        queueLines.serve(choice.served());
        LiveWorkers workers = new LiveWorkers(sign.workerRun(), sign.alias());
        return Optional.of(new QueueWatch(
                () -> new QueueSight(lines, queues, workers, times.clock()),
                choice,
                queueLines::serve,
                times.heartbeat().multipliedBy(2)));
    }

    private static Taker taker(Sign sign, Times times, Shop shop, Heartbeats heartbeats) {
        return new Taker(
                new Taker.Voices(shop.outcomes(), shop.deadLetters(), shop.tally()),
                new Taker.Hands(shop.held(), shop.memory()),
                new Taker.Identity(
                        sign.workerRun(),
                        new Admission.Made(sign.model().digest(), sign.model().cachingFit()),
                        heartbeats::counter),
                shop.device(),
                times.clock());
    }

    private List<QueueLine> each(
            Served served, String prefix, Taker taker, Function<String, WaitingConsumer> consumers) {
        return served.queues().stream()
                .map(queue -> {
                    String topic = Topics.job(queue).name(prefix);
                    return new QueueLine(queue, () -> consumers.apply(topic), taker, decoder, served.recordLock());
                })
                .toList();
    }

    private static Thread waitingThread(Runnable work) {
        Thread thread = new Thread(work, "titorelli-wait");
        thread.setDaemon(true);
        return thread;
    }

    private static JobControlReader control(Lines lines) {
        return new JobControlReader(
                lines.clients().reader(),
                Topics.JOB_CONTROL.name(lines.prefix()),
                new RecordDecoder<>(knowing(
                        Topics.JOB_CONTROL, JobControl.newBuilder().setJobId("").build(), lines)));
    }

    private static Job sampleJob() {
        return Job.newBuilder()
                .setJobId("")
                .setTenant("")
                .setRequestId("")
                .setStage("")
                .build();
    }

    /** A reader that need not ask the registry for records of this very version. */
    private static <V extends SpecificRecord> AvroReader<V> knowing(Topic<V> topic, V sample, Lines lines) {
        AvroReader<V> reader = AvroReader.of(topic, lines.registry());
        byte[] bytes = AvroWriter.of(topic, lines.prefix(), lines.registry()).write(sample);
        if (!(reader.read(bytes) instanceof Decoded.Value)) {
            throw new CannotStart("the schema registry does not give back the schema of " + topic.noun());
        }
        return reader;
    }
}
