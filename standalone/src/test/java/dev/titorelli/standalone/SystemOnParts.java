package dev.titorelli.standalone;

import dev.titorelli.identity.QueueName;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.standalone.parts.Parts;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.stream.StreamApp;
import dev.titorelli.stream.StreamSettings;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.WorkerSettings;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.object.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A stream app and a worker in this process, on parts that were empty and that are closed with it. */
final class SystemOnParts implements AutoCloseable {

    private static final Path MODEL = Path.of("..", "models", "shapes").toAbsolutePath();
    private static final String ALIAS = "shapes";
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);

    private final RunningParts running;
    private final Parts parts;
    private final SchemaRegistry registry;
    private final ObjectStore objects;

    private SystemOnParts(RunningParts running, Parts parts, Path state) throws InterruptedException {
        this.running = running;
        this.parts = parts;
        this.registry = parts.registry();
        this.objects = parts.store();
        setUp();
        StreamSettings streams =
                StreamSettings.of(parts.bootstrapServers(), state).withDefaultModel(ALIAS);
        StreamApp stream = running.add("stream app", StreamApp.start(streams, registry));
        OmniGen model = running.add("model", OmniGen.open(MODEL));
        GpuWorker worker = running.add(
                "worker",
                GpuWorker.start(WorkerSettings.of(parts.bootstrapServers(), ALIAS), model, objects, registry));
        if (!stream.awaitRunning(READY_LIMIT) || !worker.awaitReady(READY_LIMIT)) {
            throw new AssertionError("not ready within " + READY_LIMIT);
        }
    }

    /** Makes topics and subjects, and returns when requests are answered. */
    static SystemOnParts start(Parts parts, Path state) throws InterruptedException {
        RunningParts running = new RunningParts();
        running.add("parts", parts);
        try {
            return new SystemOnParts(running, parts, state);
        } catch (RuntimeException | Error | InterruptedException e) {
            running.close();
            throw e;
        }
    }

    String bootstrapServers() {
        return parts.bootstrapServers();
    }

    SchemaRegistry registry() {
        return registry;
    }

    ObjectStore objects() {
        return objects;
    }

    @Override
    public void close() {
        running.close();
    }

    private void setUp() {
        List<QueueName> queues = GpuWorker.queuesOf(MODEL, ALIAS, WorkerSettings.DEFAULT_BUCKETS);
        SetupPlan plan = new SetupPlan(Topics.DEFAULT_PREFIX, 3, 1, SetupPlan.BROKERS_REPLICATION, queues);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", parts.bootstrapServers()))) {
            ClusterSetup.apply(admin, registry, plan);
        }
    }
}
