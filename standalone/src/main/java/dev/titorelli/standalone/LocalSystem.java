package dev.titorelli.standalone;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.identity.QueueName;
import dev.titorelli.program.Instruments;
import dev.titorelli.registry.CachingSchemaRegistry;
import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.SchemaRegistries;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.standalone.embedded.EmbeddedKafka;
import dev.titorelli.standalone.embedded.RegistryServer;
import dev.titorelli.standalone.embedded.S3Server;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.stream.StreamApp;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.ModelAlias;
import dev.titorelli.worker.WorkerSettings;
import dev.titorelli.worker.checkpoint.KeptFolder;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.object.FileObjectStore;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.tensor.ComputeType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole system in this process: Kafka, schema registry, topics, stream app, model, object store, worker. All of it
 * lives in one data directory and starts again from there, also after a kill. Safe for several threads.
 */
public final class LocalSystem implements AutoCloseable {

    static {
        // What the JDK logs, the registry's HTTP server above all, goes where our own log goes.
        System.setProperty(
                "java.util.logging.manager",
                System.getProperty("java.util.logging.manager", "org.apache.logging.log4j.jul.LogManager"));
    }

    private static final Logger LOG = LoggerFactory.getLogger(LocalSystem.class);
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);

    private final LocalSettings settings;
    private final Instruments instruments;
    private final RunningParts parts;
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private final DataDirectory directory;
    private final EmbeddedKafka kafka;
    private final RegistryServer registryServer;
    private final SchemaRegistry registry;
    private final ObjectStore objects;
    private final Optional<S3Server> s3;
    private final Path settingsFile;
    private final OmniGen model;

    private LocalSystem(
            LocalSettings settings, Instruments instruments, Consumer<String> progress, RunningParts parts) {
        this.settings = settings;
        this.instruments = instruments;
        this.parts = parts;
        this.directory = parts.add("data directory", DataDirectory.open(settings.dataDir()));
        // The model loads beside the broker's start.
        CompletableFuture<OmniGen> opening = CompletableFuture.supplyAsync(
                () -> OmniGen.open(settings.modelDir(), ComputeType.ofThisMachine(), KeptFolder.at(directory.kept())));
        parts.add("model", () -> closeWhenOpen(opening));
        progress.accept("starting Kafka");
        this.kafka = parts.add("Kafka", EmbeddedKafka.start(directory.kafka(), settings.kafkaPort()));
        progress.accept("starting the schema registry");
        this.registryServer =
                parts.add("registry", RegistryServer.start(kafka.bootstrapServers(), settings.registryPort()));
        this.registry =
                new CachingSchemaRegistry(SchemaRegistries.open(RegistrySettings.of(URI.create(registryServer.url()))));
        this.objects = new FileObjectStore(directory.objects());
        this.s3 = settings.s3().map(door -> parts.add("S3", directory.serve(door)));
        progress.accept("setting up topics");
        setUp(List.of());
        progress.accept("starting the stream app");
        StreamApp streams = parts.add("stream app", startStreams());
        progress.accept("opening the model " + modelAlias());
        this.model = awaitModel(opening);
        progress.accept("starting the worker");
        GpuWorker worker = parts.add("worker", startWorker());
        awaitReady(streams, worker);
        this.settingsFile = directory.announce(
                addresses(),
                settings.s3().map(door -> new ServedObjects(s3Endpoint().orElseThrow(), door)));
        instruments.health().started();
        progress.accept("ready");
    }

    /**
     * Starts everything and returns when requests are answered.
     *
     * @param progress told what happens, in words for a person; called on this thread
     * @throws CannotStart when a port or the directory is in use, the model can't be opened, or a part refuses to start
     */
    public static LocalSystem start(LocalSettings settings, Consumer<String> progress) {
        return start(settings, Instruments.unwatched(), progress);
    }

    /**
     * The same, watched.
     *
     * @param instruments told whether stream app and worker are alive and ready, and what they do
     */
    public static LocalSystem start(LocalSettings settings, Instruments instruments, Consumer<String> progress) {
        RunningParts parts = new RunningParts();
        try {
            return new LocalSystem(settings, instruments, logged(progress), parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** Where Kafka's clients connect: {@code host:port}. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** The schema registry's base address. */
    public String registryUrl() {
        return registryServer.url();
    }

    public SchemaRegistry registry() {
        return registry;
    }

    public ObjectStore objects() {
        return objects;
    }

    /** The directory in which the object of key {@code a/b.png} is the file {@code a/b.png}. */
    public Path objectsRoot() {
        return directory.objects();
    }

    /** The address of S3, when the objects are also served so. */
    public Optional<String> s3Endpoint() {
        return s3.map(S3Server::endpoint);
    }

    /** A file with the settings by which programs of their own find this system. */
    public Path settingsFile() {
        return settingsFile;
    }

    /** The model's name in the catalogue and in queue names. */
    public String modelAlias() {
        return ModelAlias.of(settings.modelDir());
    }

    public OmniGen model() {
        return model;
    }

    /**
     * Done with the cause when stream app or worker is broken: nothing is answered any more, so close this and end the
     * process. Never done otherwise.
     */
    public CompletionStage<Throwable> broken() {
        return broken;
    }

    /** Stops in order: worker, stream app, registry, broker, model. Requests that are not done go on at the next start. */
    @Override
    public void close() {
        instruments.health().draining();
        parts.close();
    }

    private static Consumer<String> logged(Consumer<String> progress) {
        return step -> {
            LOG.atInfo().log(step);
            progress.accept(step);
        };
    }

    private void setUp(List<QueueName> queues) {
        SetupPlan plan = new SetupPlan(
                settings.topicPrefix(),
                settings.requestPartitions(),
                SetupPlan.DEFAULT_QUEUE_PARTITIONS,
                (short) 1,
                queues);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            ClusterSetup.apply(admin, registry, plan);
        }
    }

    private StreamApp startStreams() {
        try {
            return StreamApp.start(
                    LocalParts.streams(settings, bootstrapServers(), directory.streams(), modelAlias()),
                    registry,
                    instruments,
                    broken::complete);
        } catch (IllegalStateException e) {
            throw new CannotStart("the stream app can't start: " + e.getMessage(), e);
        }
    }

    private GpuWorker startWorker() {
        WorkerSettings worker = LocalParts.worker(settings, bootstrapServers(), modelAlias());
        setUp(GpuWorker.queuesOf(modelAlias(), GpuWorker.bucketsOf(worker, model)));
        try {
            return GpuWorker.start(
                    worker, model, new GpuWorker.Surroundings(objects, registry, instruments, broken::complete));
        } catch (IllegalStateException e) {
            throw new CannotStart("the worker can't start: " + e.getMessage(), e);
        }
    }

    private void awaitReady(StreamApp streams, GpuWorker worker) {
        long deadline = System.nanoTime() + READY_LIMIT.toNanos();
        try {
            while (!(streams.awaitRunning(Duration.ofMillis(200)) && worker.awaitReady(Duration.ofMillis(200)))) {
                if (broken.isDone()) {
                    throw new IllegalStateException("a part broke while it started", broken.join());
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("not ready within " + READY_LIMIT.toSeconds() + " s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    private Map<String, String> addresses() {
        Map<String, String> addresses = new HashMap<>(Map.of(
                "bootstrap.servers", bootstrapServers(),
                "schema.registry.url", registryUrl(),
                "objects", objectsRoot().toString(),
                "topic.prefix", settings.topicPrefix(),
                "model", modelAlias()));
        instruments.pages().address().ifPresent(here -> addresses.put("stream.url", "http://" + here));
        return addresses;
    }

    /** A start that failed elsewhere may end while the model is still being read. */
    private static void closeWhenOpen(CompletableFuture<OmniGen> opening) {
        opening.thenAccept(OmniGen::close).exceptionally(failure -> null).join();
    }

    private static OmniGen awaitModel(CompletableFuture<OmniGen> opening) {
        try {
            return opening.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ModelDirectoryException wrong) {
                throw new CannotStart(wrong.getMessage(), wrong);
            }
            throw e;
        }
    }
}
