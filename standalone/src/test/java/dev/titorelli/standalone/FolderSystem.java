package dev.titorelli.standalone;

import dev.titorelli.Job;
import dev.titorelli.identity.QueueName;
import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.RestSchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.WorkerMain;
import dev.titorelli.worker.WorkerSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The system of a data folder as {@code up} lays it out, but with parts that are started, stopped and killed one by one:
 * broker, registry and stream app in this process, workers in processes of their own.
 */
final class FolderSystem implements AutoCloseable {

    private static final Path MODEL = Path.of("..", "models", "shapes").toAbsolutePath();

    private final Path folder;
    private final Path notes;
    private final LocalServices services;
    private final SchemaRegistry registry;
    private final Admin admin;

    /** @param notes where the programs' messages go; none of the folder */
    FolderSystem(Path folder, Path notes) {
        this.folder = folder;
        this.notes = notes;
        this.services = LocalServices.start(folder, 0, 0);
        this.registry = new RestSchemaRegistry(RegistrySettings.of(URI.create(services.registryUrl())));
        this.admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()));
    }

    /** Makes what is missing, as every start of {@code up} does. */
    void setUp() {
        SetupPlan plan = new SetupPlan(
                Topics.DEFAULT_PREFIX,
                SetupPlan.DEFAULT_REQUEST_PARTITIONS,
                SetupPlan.DEFAULT_QUEUE_PARTITIONS,
                (short) 1,
                queues());
        ClusterSetup.apply(admin, registry, plan);
    }

    Admin admin() {
        return admin;
    }

    SchemaRegistry registry() {
        return registry;
    }

    SystemUser user() {
        return new SystemUser(services.bootstrapServers(), registry);
    }

    /** @param tick how often a worker's silence is looked at */
    FolderStream stream(Duration tick) {
        LocalSettings settings = LocalSettings.of(folder, MODEL);
        return new FolderStream(
                LocalParts.streams(settings, services.bootstrapServers(), folder.resolve("streams"), "shapes"),
                tick,
                this);
    }

    /** A process of its own. */
    ProgramProcess worker(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--config=" + Files.writeString(notes.resolve("none.properties"), ""),
                "--kafka.bootstrap.servers=" + services.bootstrapServers(),
                "--schema.registry.url=" + services.registryUrl(),
                "--objects=" + services.objectsRoot(),
                "--model=" + MODEL,
                "--worker.name=w",
                "--worker.kept.dir=" + notes.resolve("kept")));
        arguments.addAll(List.of(more));
        return ProgramProcess.start(WorkerMain.class, notes.resolve("worker.txt"), arguments)
                .awaitReady();
    }

    /** All jobs that were ever sent to workers. */
    List<Job> jobs() throws Exception {
        AvroReader<Job> reader = AvroReader.of(Topics.JOB, registry);
        Map<TopicPartition, Long> ends = ends();
        List<Job> jobs = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", services.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (reader.read(record.value()) instanceof Decoded.Value<Job> job) {
                        jobs.add(job.value());
                    }
                }
            }
        }
        return jobs;
    }

    private Map<TopicPartition, Long> ends() throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (QueueName queue : queues()) {
            asked.put(new TopicPartition(Topics.job(queue).name(Topics.DEFAULT_PREFIX), 0), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get()
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static List<QueueName> queues() {
        return GpuWorker.queuesOf(MODEL, "shapes", WorkerSettings.DEFAULT_BUCKETS);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
        services.close();
    }
}
