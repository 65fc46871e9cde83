package dev.titorelli.standalone;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.registry.CachingSchemaRegistry;
import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.RestSchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.standalone.embedded.EmbeddedKafka;
import dev.titorelli.standalone.embedded.RegistryServer;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.worker.model.ModelDirectoryException;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.object.FileObjectStore;
import dev.titorelli.worker.object.ObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * The whole system in this process: Kafka, schema registry, topics, stream app, model, object store, worker. All of it
 * lives in one data directory and starts again from there, also after a kill. Safe for several threads.
 */
public final class LocalSystem implements AutoCloseable {

    private final RunningParts parts;
    private final LocalSettings settings;
    private final EmbeddedKafka kafka;
    private final RegistryServer registryServer;
    private final SchemaRegistry registry;
    private final OmniGen model;
    private final DataDirectory directory;
    private final ObjectStore objects;

    private LocalSystem(LocalSettings settings, Consumer<String> progress, RunningParts parts) {
        this.settings = settings;
        this.parts = parts;
        this.directory = parts.add("data directory", DataDirectory.open(settings.dataDir()));
        CompletableFuture<OmniGen> opening = CompletableFuture.supplyAsync(() -> OmniGen.open(settings.modelDir()));
        parts.add("model", () -> closeWhenOpen(opening));
        progress.accept("starting Kafka");
        this.kafka = parts.add("Kafka", EmbeddedKafka.start(directory.kafka(), settings.kafkaPort()));
        progress.accept("starting the schema registry");
        this.registryServer =
                parts.add("registry", RegistryServer.start(kafka.bootstrapServers(), settings.registryPort()));
        this.registry = new CachingSchemaRegistry(
                new RestSchemaRegistry(RegistrySettings.of(URI.create(registryServer.url()))));
        progress.accept("setting up topics");
        setUp();
        this.objects = new FileObjectStore(directory.objects());
        progress.accept("opening the model " + modelAlias());
        this.model = await(opening);
        directory.announce(addresses());
        progress.accept("ready");
    }

    /**
     * Starts everything and returns when requests are answered.
     *
     * @param progress told what happens, in words for a person; called on this thread
     * @throws CannotStart when a port or the directory is in use, the model can't be opened, or the broker refuses
     */
    public static LocalSystem start(LocalSettings settings, Consumer<String> progress) {
        RunningParts parts = new RunningParts();
        try {
            return new LocalSystem(settings, progress, parts);
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

    /** The model's name in the catalogue and in queue names. */
    public String modelAlias() {
        return ModelAlias.of(settings.modelDir());
    }

    public OmniGen model() {
        return model;
    }

    /** Stops in order: worker, stream app, registry, broker, model. Requests that are not done go on at the next start. */
    @Override
    public void close() {
        parts.close();
    }

    private void setUp() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            ClusterSetup.apply(
                    admin,
                    registry,
                    new SetupPlan(
                            settings.topicPrefix(),
                            settings.requestPartitions(),
                            SetupPlan.DEFAULT_QUEUE_PARTITIONS,
                            (short) 1,
                            List.of()));
        }
    }

    private Map<String, String> addresses() {
        return Map.of(
                "bootstrap.servers", bootstrapServers(),
                "schema.registry.url", registryUrl(),
                "objects", objectsRoot().toString(),
                "topic.prefix", settings.topicPrefix(),
                "model", modelAlias(),
                "pid", Long.toString(ProcessHandle.current().pid()));
    }

    /** A start that failed elsewhere may end while the model is still being read. */
    private static void closeWhenOpen(CompletableFuture<OmniGen> opening) {
        opening.thenAccept(OmniGen::close).exceptionally(failure -> null).join();
    }

    private static OmniGen await(CompletableFuture<OmniGen> opening) {
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
