package dev.titorelli.worker;

import dev.titorelli.cluster.ClusterCheck;
import dev.titorelli.cluster.KafkaRefusal;
import dev.titorelli.cluster.Rights;
import dev.titorelli.fault.CannotStart;
import dev.titorelli.health.Health;
import dev.titorelli.health.HttpSettings;
import dev.titorelli.program.LogFile;
import dev.titorelli.program.Program;
import dev.titorelli.registry.CachingSchemaRegistry;
import dev.titorelli.registry.SchemaRegistries;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.settings.SettingKeys;
import dev.titorelli.settings.Settings;
import dev.titorelli.settings.Sources;
import dev.titorelli.worker.checkpoint.KeptFolder;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.inspect.InspectMode;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.ObjectStoreUnavailableException;
import dev.titorelli.worker.object.ObjectStores;
import dev.titorelli.worker.run.HaltPoint;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The worker as a program of its own, on a cluster and a registry that exist. Several side by side share the queues. */
public final class WorkerMain {

    private static final Duration READY_LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(200);

    private WorkerMain() {}

    /** Runs until the process is told to end; see docs/configuration.md for the arguments. */
    public static void main(String[] args) {
        LogFile.chooseOwn(LogFile.ofProgram("worker"));
        System.exit(run(List.of(args), System.err));
    }

    /** The same, returning the exit code when it can't start or breaks. */
    public static int run(List<String> arguments, PrintStream err) {
        Program program = new Program("titorelli worker", err);
        return program.run(onBroken -> start(arguments, program, onBroken));
    }

    private static AutoCloseable start(List<String> arguments, Program program, Consumer<Throwable> onBroken)
            throws InterruptedException {
        Settings settings = Settings.read(Sources.ofProcess(arguments), WorkerSettingsReading.CHECKS);
        WorkerSettings worker = WorkerSettingsReading.of(settings);
        HaltPoint.chosen(System.getenv())
                .ifPresent(point -> program.say("a test: the process will die at " + point.word()));
        program.serve(HttpSettings.of(settings));
        SchemaRegistry registry = new CachingSchemaRegistry(SchemaRegistries.open(settings.registry()));
        program.say("joining " + worker.bootstrapServers() + " as " + worker.worker());
        ClusterCheck.require(
                new ClusterCheck.Cluster(worker.bootstrapServers(), settings.kafka(), registry, worker.topicPrefix()),
                Rights.ofWorker(worker.topicPrefix()));
        ObjectStore objects = objects(settings);
        if (worker.inspection().mode() == InspectMode.ONLY) {
            program.say("inspecting input pictures only");
            return InspectWorker.start(worker, objects, registry, program.instruments());
        }
        program.say("opening the model " + worker.alias());
        // The end of the process frees the model: a device that is still at work must not lose it before that.
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Consumer<Throwable> told = broken -> {
            failure.complete(broken);
            onBroken.accept(broken);
        };
        GpuWorker running = GpuWorker.start(
                worker,
                model(settings, program.instruments().health()),
                new GpuWorker.Surroundings(objects, registry, program.instruments(), told));
        running.notServed().forEach(program::say);
        awaitReady(running, failure);
        return running;
    }

    private static void awaitReady(GpuWorker running, CompletableFuture<Throwable> failure)
            throws InterruptedException {
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        while (!running.awaitReady(LOOK)) {
            if (failure.isDone()) {
                throw new CannotStart("the worker can't start: " + KafkaRefusal.told(failure.join()), failure.join());
            }
            if (System.nanoTime() - deadline > 0) {
                running.close();
                throw CannotStart.unreachable(
                        "the worker was not ready within " + READY_LIMIT.toSeconds() + " s; the log tells more", null);
            }
        }
    }

    private static ObjectStore objects(Settings settings) {
        try {
            return ObjectStores.open(settings.objects());
        } catch (ObjectStoreUnavailableException e) {
            throw CannotStart.unreachable(e.getMessage(), e);
        }
    }

    private static OmniGen model(Settings settings, Health health) {
        AtomicBoolean open = new AtomicBoolean();
        health.ready("worker.model", () -> open.get() ? Optional.empty() : Optional.of("being opened"));
        try {
            OmniGen model = OmniGen.open(
                    settings.folder(SettingKeys.MODEL),
                    WorkerSettingsReading.computeType(settings),
                    KeptFolder.at(settings.folder(SettingKeys.WORKER_KEPT)));
            open.set(true);
            return model;
        } catch (ModelDirectoryException e) {
            throw new CannotStart(e.getMessage(), e);
        }
    }
}
