package dev.titorelli.worker;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.identity.QueueName;
import dev.titorelli.program.Instruments;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.worker.batch.DeviceLoop;
import dev.titorelli.worker.batch.DevicePulse;
import dev.titorelli.worker.batch.MeasureWish;
import dev.titorelli.worker.batch.ModelDescription;
import dev.titorelli.worker.batch.OmniGenPainter;
import dev.titorelli.worker.batch.Painter;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.inspect.InspectDesk;
import dev.titorelli.worker.inspect.InspectMode;
import dev.titorelli.worker.model.ModelLimits;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.object.ExpiringStore;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.outcome.RecordSender;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.RunOrder;
import dev.titorelli.worker.schedule.MeasuredStep;
import dev.titorelli.worker.take.Buckets;
import dev.titorelli.worker.take.JobMemory;
import dev.titorelli.worker.take.KafkaClients;
import dev.titorelli.worker.take.MemoryBound;
import dev.titorelli.worker.take.TakeDesk;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: takes the jobs of one model, some at a time, and makes pictures of them. A thread for Kafka, one for the device, and a few that
 * move objects and inspect input pictures; all methods may be called from any thread.
 */
public final class GpuWorker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GpuWorker.class);
    private static final Duration PRODUCER_LIMIT = Duration.ofSeconds(5);
    private static final Duration DEVICE_LIMIT = Duration.ofSeconds(30);
    private static final int BRANCHES = 3;

    private final String workerRun = UUID.randomUUID().toString();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final HeldRuns held = new HeldRuns();
    private final Consumer<Throwable> onBroken;
    private final Producer<byte[], byte[]> producer;
    private final DeviceLoop device;
    private final TakeDesk desk;
    private final WorkerChecks checks;
    private final Optional<InspectDesk> inspection;
    private final Optional<ObjectSweep> sweep;
    private final KafkaClientMetrics clientMeters;

    private GpuWorker(WorkerSettings settings, Workshop workshop, Clock clock) {
        this.onBroken = workshop.onBroken();
        KafkaClients clients = new KafkaClients(settings.bootstrapServers(), settings.kafka());
        this.producer = clients.producer();
        try {
            RecordSender sender = new RecordSender(producer, settings.topicPrefix(), workshop.registry());
            DevicePulse pulse = new DevicePulse(clock);
            WorkerMeters meters = new WorkerMeters(workshop.instruments().meters());
            OutcomeWriter outcomes = new OutcomeWriter(sender, clock, held, meters, this::broken);
            DeadLetters deadLetters = new DeadLetters(sender, workerRun, meters, clock);
            ObjectStore objects = new MeasuredObjectStore(
                    workshop.objects(), workshop.instruments().meters());
            this.device = new DeviceLoop(
                    workshop.painter(),
                    pace(settings, workshop.painter()),
                    new DeviceLoop.Shelter(
                            objects,
                            settings.timing().backoff(),
                            settings.timing().paces().checkpoint()),
                    new DeviceLoop.Reports(
                            outcomes,
                            deadLetters,
                            this::broken,
                            settings.timing().paces().progress()),
                    pulse,
                    clock);
            JobMemory memory = memory(settings, workshop.painter());
            this.desk = new TakeDesk(
                    sign(settings, workshop.painter().description()),
                    new TakeDesk.Lines(clients, settings.topicPrefix(), workshop.registry(), sender),
                    times(settings, clock),
                    new TakeDesk.Shop(held, outcomes, deadLetters, meters, pulse, memory, device::begin, this::broken));
            this.inspection = inspection(
                    settings,
                    new InspectDesk.Lines(clients, settings.topicPrefix(), workshop.registry(), sender, deadLetters),
                    objects,
                    clock);
            this.sweep = sweep(workshop.objects(), settings.timing().paces(), clock);
            inspection.ifPresent(inspecting ->
                    InspectMeters.watch(inspecting, workshop.instruments().meters()));
            meters.watch(desk, held, pulse);
            meters.watch(memory, workshop.painter());
            this.clientMeters = new KafkaClientMetrics(producer);
            clientMeters.bindTo(workshop.instruments().meters());
            this.checks = new WorkerChecks(desk, pulse, workshop.objects(), settings.timing());
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** What a worker works with. */
    record Workshop(
            Painter painter,
            ObjectStore objects,
            SchemaRegistry registry,
            Instruments instruments,
            Consumer<Throwable> onBroken) {

        /** Nobody watches it. */
        Workshop(Painter painter, ObjectStore objects, SchemaRegistry registry, Consumer<Throwable> onBroken) {
            this(painter, objects, registry, Instruments.unwatched(), onBroken);
        }
    }

    /**
     * What a worker finds around it.
     *
     * @param instruments told whether it is alive and ready, and what it does
     * @param onBroken told once, when the worker can't go on and has stopped its heartbeat: end the process
     */
    public record Surroundings(
            ObjectStore objects, SchemaRegistry registry, Instruments instruments, Consumer<Throwable> onBroken) {}

    /**
     * Starts a worker that ends the process when it breaks: the heartbeat stops and the exit status is 70.
     *
     * @param model stays the caller's to close, after the worker
     * @throws CannotStart when topics, share groups or the model's alias don't allow it to work
     */
    public static GpuWorker start(
            WorkerSettings settings, OmniGen model, ObjectStore objects, SchemaRegistry registry) {
        return start(
                settings,
                model,
                new Surroundings(objects, registry, Instruments.unwatched(), failure -> Runtime.getRuntime()
                        .halt(70)));
    }

    /**
     * Starts a worker.
     *
     * @param model stays the caller's to close, after the worker
     */
    public static GpuWorker start(WorkerSettings settings, OmniGen model, Surroundings around) {
        return start(
                settings,
                new Workshop(
                        new OmniGenPainter(
                                model,
                                new OmniGenPainter.Kept(
                                        settings.capacity().prefixBytes(),
                                        settings.capacity().adapterBytes())),
                        around.objects(),
                        around.registry(),
                        around.instruments(),
                        around.onBroken()));
    }

    /** Starts a worker with another painter. */
    static GpuWorker start(WorkerSettings settings, Workshop workshop) {
        GpuWorker worker = new GpuWorker(settings, workshop, Clock.systemUTC());
        worker.checks.addTo(workshop.instruments().health());
        worker.inspection.ifPresent(desk -> workshop.instruments().health().ready("worker.inspect", desk::trouble));
        worker.device.start();
        worker.desk.start();
        worker.inspection.ifPresent(InspectDesk::start);
        worker.sweep.ifPresent(ObjectSweep::start);
        return worker;
    }

    /** The queues of a model: both lanes of every bucket. Their topics and share groups must exist before a worker starts. */
    public static List<QueueName> queuesOf(String alias, List<Integer> buckets) {
        return Buckets.queues(alias, buckets);
    }

    /**
     * The queues of a model that is not open.
     *
     * @throws ModelDirectoryException when the folder is no model's
     */
    public static List<QueueName> queuesOf(Path model, String alias, List<Integer> wishedBuckets) {
        ModelLimits limits = OmniGen.limitsOf(model);
        int tokens = (limits.maxWidthPx() / limits.sizeMultiplePx()) * (limits.maxHeightPx() / limits.sizeMultiplePx());
        return queuesOf(alias, Buckets.upTo(wishedBuckets, tokens));
    }

    /** The buckets that a worker of these settings would serve with this model. */
    public static List<Integer> bucketsOf(WorkerSettings settings, OmniGen model) {
        return bucketsOf(settings, OmniGenPainter.describe(model));
    }

    /** The run of this worker process, as heartbeat and outcomes name it. */
    public String workerRun() {
        return workerRun;
    }

    /** Queues that are neither announced nor served for want of a topic or of group settings, each with what to do. */
    public List<String> notServed() {
        return desk.notServed();
    }

    /** Waits until the worker reads orders and asks for jobs; false when it does not within the limit. */
    public boolean awaitReady(Duration limit) throws InterruptedException {
        return desk.awaitReady(limit);
    }

    /** Takes nothing more, lets the job it holds end within the drain limit, else gives it back, and tells that this run has ended. */
    @Override
    public void close() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        inspection.ifPresent(InspectDesk::close);
        try {
            desk.drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        shut();
        awaitDevice();
    }

    private void broken(Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            log.atError().setCause(failure).addKeyValue("workerRun", workerRun).log("worker broken");
            held.order(RunOrder.FENCE);
            shut();
            onBroken.accept(failure);
        }
    }

    private void shut() {
        inspection.ifPresent(InspectDesk::close);
        sweep.ifPresent(ObjectSweep::close);
        desk.close();
        device.close();
        checks.close();
        clientMeters.close();
        producer.close(PRODUCER_LIMIT);
    }

    private void awaitDevice() {
        try {
            if (!device.awaitEnd(DEVICE_LIMIT)) {
                log.atWarn()
                        .addKeyValue("workerRun", workerRun)
                        .log("the device is still at work: don't close the model");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<InspectDesk> inspection(
            WorkerSettings settings, InspectDesk.Lines lines, ObjectStore objects, Clock clock) {
        return settings.inspection().mode() == InspectMode.OFF
                ? Optional.empty()
                : Optional.of(new InspectDesk(settings.inspection(), workerRun, lines, objects, clock));
    }

    /** S3 deletes what is over itself, if its bucket has the rules. */
    private static Optional<ObjectSweep> sweep(ObjectStore objects, WorkerSettings.Paces lifetimes, Clock clock) {
        return objects instanceof ExpiringStore store
                ? Optional.of(new ObjectSweep(store, lifetimes, clock))
                : Optional.empty();
    }

    private TakeDesk.Sign sign(WorkerSettings settings, ModelDescription model) {
        return new TakeDesk.Sign(
                workerRun, settings.worker(), settings.alias(), bucketsOf(settings, model), settings.queues(), model);
    }

    private static JobMemory memory(WorkerSettings settings, Painter painter) {
        return new JobMemory(bound(settings, painter), painter);
    }

    private static MemoryBound bound(WorkerSettings settings, Painter painter) {
        return MemoryBound.of(settings.capacity().memoryBytes(), painter.sizes());
    }

    /** How it goes on between two boundaries; before its first job it measures what steps cost. */
    private static DeviceLoop.Pace pace(WorkerSettings settings, Painter painter) {
        int mostRows = BRANCHES * settings.capacity().jobs();
        WorkerSettings.Paces paces = settings.timing().paces();
        List<MeasuredStep> measured = painter.measured(new MeasureWish(
                bucketsOf(settings, painter.description()),
                mostRows,
                bound(settings, painter).bytes(),
                paces.measure()));
        return new DeviceLoop.Pace(mostRows, paces.slice(), measured);
    }

    private static TakeDesk.Times times(WorkerSettings settings, Clock clock) {
        WorkerSettings.Timing timing = settings.timing();
        return new TakeDesk.Times(
                timing.heartbeat(),
                timing.stuckAfter(),
                timing.drain(),
                settings.capacity().jobs(),
                settings.capacity().queues(),
                clock);
    }

    private static List<Integer> bucketsOf(WorkerSettings settings, ModelDescription model) {
        return Buckets.upTo(settings.buckets(), model.maxOutputTokens());
    }
}
