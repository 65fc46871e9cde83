package dev.titorelli.standalone;

import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageSize;
import dev.titorelli.Lane;
import dev.titorelli.identity.QueueName;
import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.RestSchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.stream.StreamMain;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.WorkerMain;
import dev.titorelli.worker.run.HaltPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** A broker, a registry and a stream app, on which workers come and go as programs of their own, each at queues of its own. For one thread. */
final class WorkerStage implements AutoCloseable {

    private static final Path MODEL = Path.of("..", "models", "shapes").toAbsolutePath();
    private static final String ALIAS = "shapes";
    private static final List<Integer> BUCKETS = List.of(16, 20, 24, 28, 256);
    private static final List<String> HASTE =
            List.of("--worker.heartbeat.ms=500", "--stream.lease.tick.ms=1500", "--stream.lease.max.tick.gap.ms=3000");

    private final Path data;
    private final LocalServices services;
    private final SchemaRegistry registry;
    private ProgramProcess stream;
    private int workers;

    /** A picture of a queue that has no other; of a seed of its own too, since equal pictures share their checkpoints. */
    record Job(QueueName queue, ImageSize size, int steps, long seed) {

        GenerationRequest request() {
            return GenerationRequest.newBuilder(Requests.of(Requests.circle()
                            .setSize(size)
                            .setSteps(steps)
                            .setSeed(seed)
                            .build()))
                    .setLane(queue.lane())
                    .build();
        }
    }

    /** @param number of its queue, 0 to 7 */
    static Job job(int number, int steps) {
        int bucket = BUCKETS.get(number / 2);
        Lane lane = number % 2 == 0 ? Lane.INTERACTIVE : Lane.BULK;
        return new Job(new QueueName(ALIAS, bucket, lane), new ImageSize(64, bucket * 256 / 64), steps, number);
    }

    /** Of the queue that belongs to a place: no other place's. */
    static Job job(HaltPoint point, int steps) {
        return job(List.of(HaltPoint.values()).indexOf(point), steps);
    }

    private WorkerStage(Path data) {
        this.data = data;
        this.services = LocalServices.start(data.resolve("services"), 0, 0);
        this.registry = new RestSchemaRegistry(RegistrySettings.of(URI.create(services.registryUrl())));
    }

    /** Starts all but workers. */
    static WorkerStage start(Path data) throws Exception {
        WorkerStage stage = new WorkerStage(data);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stage.services.bootstrapServers()))) {
            ClusterSetup.apply(admin, stage.registry, plan());
        }
        stage.stream =
                stage.run(StreamMain.class, "stream", Map.of(), List.of("--stream.state.dir=" + data.resolve("state")));
        return stage;
    }

    SystemUser user() {
        return new SystemUser(services.bootstrapServers(), registry);
    }

    RequestLedger ledger() {
        return new RequestLedger(services.bootstrapServers(), registry, services.objectsRoot());
    }

    /** One more worker of all queues, which is not awaited. */
    ProgramProcess worker() throws IOException {
        return worker(Map.of(), List.of());
    }

    /** One more worker of a job's queue. */
    ProgramProcess worker(Job job, Map<String, String> variables, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.add("--worker.queues=" + job.queue());
        return worker(variables, arguments);
    }

    /** A worker of the queue of a place's number that dies there; one that is to leave a checkpoint writes one at the first step. */
    ProgramProcess doomed(HaltPoint point) throws IOException {
        return worker(
                job(point, 1),
                Map.of(HaltPoint.VARIABLE, point.word()),
                point == HaltPoint.AFTER_CHECKPOINT ? "--worker.checkpoint.ms=1" : "--worker.jobs=1");
    }

    /** Whether something lies under the root of checkpoints. */
    boolean hasCheckpoints() throws IOException {
        Path root = services.objectsRoot().resolve("checkpoints");
        if (!Files.exists(root)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.anyMatch(Files::isRegularFile);
        } catch (UncheckedIOException e) {
            return true; // one was removed meanwhile
        }
    }

    private ProgramProcess worker(Map<String, String> variables, List<String> more) throws IOException {
        List<String> arguments = new ArrayList<>(more);
        String name = "worker-" + ++workers;
        arguments.addAll(List.of(
                "--model=" + MODEL,
                "--worker.name=" + name,
                "--worker.kept.dir=" + data.resolve("kept"),
                "--worker.buckets=" + BUCKETS.stream().map(String::valueOf).collect(Collectors.joining(","))));
        return run(WorkerMain.class, name, variables, arguments);
    }

    private ProgramProcess run(Class<?> main, String name, Map<String, String> variables, List<String> more)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--config=" + services.settingsFile()));
        arguments.addAll(HASTE);
        arguments.addAll(more);
        return ProgramProcess.start(List.of(), variables, main, data.resolve(name + ".said"), arguments);
    }

    private static SetupPlan plan() {
        return new SetupPlan(
                Topics.DEFAULT_PREFIX, 2, 1, SetupPlan.BROKERS_REPLICATION, GpuWorker.queuesOf(MODEL, ALIAS, BUCKETS));
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
        services.close();
    }
}
