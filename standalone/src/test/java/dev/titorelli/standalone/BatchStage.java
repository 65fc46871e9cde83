package dev.titorelli.standalone;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.RestSchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.Decoded;
import dev.titorelli.standalone.cli.Titorelli;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.stream.StreamMain;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.WorkerMain;
import dev.titorelli.worker.WorkerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A broker and a registry; a stream app, a worker and clients as programs of their own, which are killed and come again. For one thread. */
final class BatchStage implements AutoCloseable {

    private static final Path MODEL = Path.of("..", "models", "shapes").toAbsolutePath();
    private static final List<String> HASTE =
            List.of("--worker.heartbeat.ms=500", "--stream.lease.tick.ms=1500", "--stream.lease.max.tick.gap.ms=3000");

    private final Path data;
    private final LocalServices services;
    private final SchemaRegistry registry;
    private final int httpPort = freePort();
    private int programs;
    private ProgramProcess stream;
    private ProgramProcess worker;

    BatchStage(Path data) throws IOException {
        this.data = data;
        this.services = LocalServices.start(data.resolve("services"), 0, 0);
        this.registry = new RestSchemaRegistry(RegistrySettings.of(URI.create(services.registryUrl())));
        SetupPlan plan = new SetupPlan(
                Topics.DEFAULT_PREFIX,
                2,
                1,
                SetupPlan.BROKERS_REPLICATION,
                GpuWorker.queuesOf(MODEL, "shapes", WorkerSettings.DEFAULT_BUCKETS));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()))) {
            ClusterSetup.apply(admin, registry, plan);
        }
    }

    /** Both, at once. */
    void startPrograms() throws Exception {
        startStream();
        startWorker();
        stream.awaitReady();
        worker.awaitReady();
    }

    void killStream() throws Exception {
        stream.kill();
        startStream();
    }

    void killWorker() throws Exception {
        worker.kill();
        startWorker();
    }

    private void startStream() throws IOException {
        stream = run(
                List.of(),
                StreamMain.class,
                List.of(
                        "--stream.state.dir=" + data.resolve("state"),
                        "--http.port=" + httpPort,
                        "--kafka.session.timeout.ms=6000",
                        "--kafka.heartbeat.interval.ms=1000"));
    }

    private void startWorker() throws IOException {
        worker = run(
                List.of(),
                WorkerMain.class,
                List.of(
                        "--model=" + MODEL,
                        "--worker.name=worker-" + programs,
                        "--worker.kept.dir=" + data.resolve("kept"),
                        "--worker.queues=shapes.tokens-16.bulk"));
    }

    /** A client with little memory. */
    ProgramProcess client(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--config=" + services.settingsFile());
        all.add("--stream=http://127.0.0.1:" + httpPort);
        Path said = data.resolve("client-" + ++programs + ".said");
        return ProgramProcess.start(List.of("-Xmx64m"), Titorelli.class, said, all);
    }

    private ProgramProcess run(List<String> jvm, Class<?> main, List<String> own) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--config=" + services.settingsFile()));
        arguments.addAll(HASTE);
        arguments.addAll(own);
        Path said = data.resolve(main.getSimpleName() + "-" + ++programs + ".said");
        return ProgramProcess.start(jvm, main, said, arguments);
    }

    /** Every request of a tenant that has a picture, as often as it has one. */
    List<String> pictures(String tenant) throws IOException {
        Path root = services.objectsRoot().resolve("images").resolve(tenant);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".png"))
                    .map(file -> root.relativize(file).getName(0).toString())
                    .toList();
        }
    }

    /** Reads all committed events there are. */
    void events(Consumer<Event> visitor) {
        AvroReader<Event> reader = AvroReader.of(Topics.EVENT, registry);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", services.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            String topic = Topics.EVENT.name(Topics.DEFAULT_PREFIX);
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (reader.read(record.value()) instanceof Decoded.Value<Event> event) {
                        visitor.accept(event.value());
                    }
                });
            }
        }
    }

    /** Whether an event ends a request. */
    static boolean isEnd(Event event) {
        return SystemUser.FINAL.contains(event.getKind());
    }

    /** Whether an event tells that a batch is done. */
    static boolean isBatchEnd(Event event) {
        return event.getKind() == EventKind.BATCH_COMPLETED;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
        if (worker != null) {
            worker.close();
        }
        services.close();
    }
}
