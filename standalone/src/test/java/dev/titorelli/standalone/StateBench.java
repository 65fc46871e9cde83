package dev.titorelli.standalone;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.Lane;
import dev.titorelli.Ledger;
import dev.titorelli.ModelBucket;
import dev.titorelli.ModelDefaults;
import dev.titorelli.ModelLimits;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.Stage;
import dev.titorelli.identity.QueueName;
import dev.titorelli.registry.CachingSchemaRegistry;
import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.RestSchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.serde.AvroReader;
import dev.titorelli.serde.AvroWriter;
import dev.titorelli.serde.Decoded;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.stream.StreamApp;
import dev.titorelli.stream.StreamSettings;
import dev.titorelli.topic.Topic;
import dev.titorelli.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the stream app's state costs on a real broker: bytes of a finished request in the compacted changelog, and the time
 * until an instance without a copy of its state runs again. Run by hand; no test.
 */
final class StateBench {

    private static final QueueName QUEUE = new QueueName("mini", 64, Lane.INTERACTIVE);
    private static final String OPEN = "acme/open-";
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Path folder;
    private final LocalServices services;
    private final SchemaRegistry registry;
    private final Admin admin;
    private final Producer<byte[], byte[]> producer;
    private StreamApp app;

    private StateBench(Path folder) {
        this.folder = folder;
        services = LocalServices.start(folder, 0, 0);
        registry = new CachingSchemaRegistry(
                new RestSchemaRegistry(RegistrySettings.of(URI.create(services.registryUrl()))));
        admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", services.bootstrapServers(), "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Takes how many requests finish, how many do not, and how many times the rows of these are copied. */
    public static void main(String[] arguments) throws Exception {
        StateBench bench = new StateBench(Files.createTempDirectory("state-bench"));
        bench.prepare();
        bench.finish(Integer.parseInt(arguments[0]));
        bench.restore(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        bench.close();
    }

    private void prepare() {
        ClusterSetup.apply(admin, registry, new SetupPlan(Topics.DEFAULT_PREFIX, 3, 1, (short) 1, List.of(QUEUE)));
        app = start();
        send(
                Topics.MODEL,
                "mini",
                CatalogueEntry.newBuilder()
                        .setAlias("mini")
                        .setDigest("cd".repeat(32))
                        .setLimits(ModelLimits.newBuilder()
                                .setMaxWidthPx(128)
                                .setMaxHeightPx(128)
                                .build())
                        .setDefaults(ModelDefaults.newBuilder()
                                .setWidthPx(128)
                                .setHeightPx(128)
                                .setSteps(20)
                                .build())
                        .setBuckets(List.of(new ModelBucket(64, 512)))
                        .build());
    }

    private StreamApp start() {
        StreamApp started =
                StreamApp.start(StreamSettings.of(services.bootstrapServers(), folder.resolve("state")), registry);
        if (!started.awaitRunning(PATIENCE)) {
            throw new IllegalStateException("the stream app does not run");
        }
        return started;
    }

    private <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) {
        byte[] bytes = AvroWriter.of(topic, Topics.DEFAULT_PREFIX, registry).write(value);
        hand(new ProducerRecord<>(topic.name(Topics.DEFAULT_PREFIX), key.getBytes(StandardCharsets.UTF_8), bytes));
    }

    /** What does not arrive shows as a run that does not end. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void hand(ProducerRecord<byte[], byte[]> record) {
        producer.send(record);
    }

    private void sendRequests(String name, int count) {
        AvroWriter<GenerationRequest> writer = AvroWriter.of(Topics.REQUEST, Topics.DEFAULT_PREFIX, registry);
        for (int i = 0; i < count; i++) {
            GenerationRequest request = GenerationRequest.newBuilder()
                    .setTenant("acme")
                    .setRequestId(name + "-" + i)
                    .setModel("mini")
                    .setStages(List.of(Stage.newBuilder()
                            .setPrompt("a large red circle at the top left on a navy background, number " + i)
                            .build()))
                    .build();
            byte[] key = ("acme/" + request.getRequestId()).getBytes(StandardCharsets.UTF_8);
            hand(new ProducerRecord<>(Topics.REQUEST.name(Topics.DEFAULT_PREFIX), key, writer.write(request)));
        }
        producer.flush();
    }

    /** Workers answer every job at once. */
    private void finish(int count) throws Exception {
        long start = System.nanoTime();
        sendRequests("finished", count);
        AvroWriter<Outcome> outcomes = AvroWriter.of(Topics.OUTCOME, Topics.DEFAULT_PREFIX, registry);
        read(
                Topics.job(QUEUE),
                count,
                job -> hand(new ProducerRecord<>(
                        Topics.OUTCOME.name(Topics.DEFAULT_PREFIX),
                        job.getOriginPartition(),
                        job.getJobId().getBytes(StandardCharsets.UTF_8),
                        outcomes.write(painted(job)))));
        producer.flush();
        int[] left = {count};
        readUntil(Topics.EVENT, event -> left[0] -= event.getKind() == EventKind.COMPLETED ? 1 : 0, () -> left[0] == 0);
        System.out.printf("%,d requests finished in %.1f s%n", count, seconds(start));
        app.close();
        compact();
        System.out.printf("%,d bytes of compacted changelog for each%n", changelogBytes() / count);
    }

    private static Outcome painted(Job job) {
        String digest = "ab".repeat(32);
        return Outcome.newBuilder()
                .setKind(OutcomeKind.SUCCEEDED)
                .setTenant(job.getTenant())
                .setRequestId(job.getRequestId())
                .setStage(job.getStage())
                .setIndex(job.getIndex())
                .setJobId(job.getJobId())
                .setAttempt(job.getAttempt())
                .setWorkerRun("bench")
                .setQueue(job.getQueue())
                .setImage(new ImageObject(job.getOutputKey(), digest, "image/png", 128, 128))
                .setJobDigest(job.getJobDigest())
                .setPixelDigest(digest)
                .setProfileDigest(digest)
                .setSeed(job.getSeed())
                .setLedger(Ledger.newBuilder().setDeviceMs(500).build())
                .build();
    }

    private void restore(int count, int times) throws Exception {
        app = start();
        long start = System.nanoTime();
        sendRequests("open", count);
        int[] left = {count};
        readUntil(
                Topics.EVENT,
                event -> left[0] -= event.getKind() == EventKind.ACCEPTED
                                && event.getRequestId().startsWith("open")
                        ? 1
                        : 0,
                () -> left[0] == 0);
        System.out.printf("%,d requests accepted in %.1f s%n", count, seconds(start));
        app.close();
        multiply(times);
        System.out.printf("%,d unfinished requests, changelogs of %,d MiB%n", count * times, changelogBytes() >> 20);
        deleteState();
        long restored = System.nanoTime();
        app = start();
        System.out.printf("runs again without its state after %.1f s%n", seconds(restored));
    }

    /** To restore is to copy rows, whatever they say: the same ones under other keys take as long as others would. */
    private void multiply(int times) throws Exception {
        for (String topic : admin.listTopics().names().get()) {
            if (topic.endsWith("-requests-changelog")) {
                records(topic).forEach(record -> copy(record, times - 1));
            }
        }
        producer.flush();
    }

    private void copy(ConsumerRecord<byte[], byte[]> record, int times) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (key.contains(OPEN) && record.value() != null) {
            for (int i = 0; i < times; i++) {
                byte[] other = key.replace(OPEN, "acme/copy-" + i + "-").getBytes(StandardCharsets.UTF_8);
                hand(new ProducerRecord<>(record.topic(), record.partition(), other, record.value()));
            }
        }
    }

    /** What a topic has now. */
    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    private KafkaConsumer<byte[], byte[]> consumer(String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", services.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(found -> new TopicPartition(found.topic(), found.partition()))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
        return consumer;
    }

    private void deleteState() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    private <V extends SpecificRecord> void read(Topic<V> topic, int count, Consumer<V> each) {
        int[] left = {count};
        readUntil(
                topic,
                value -> {
                    left[0]--;
                    each.accept(value);
                },
                () -> left[0] == 0);
    }

    private <V extends SpecificRecord> void readUntil(Topic<V> topic, Consumer<V> each, BooleanSupplier done) {
        AvroReader<V> reader = AvroReader.of(topic, registry);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic.name(Topics.DEFAULT_PREFIX))) {
            while (!done.getAsBoolean()) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (reader.read(record.value()) instanceof Decoded.Value<V> read) {
                        each.accept(read.value());
                    }
                });
            }
        }
    }

    /** Makes the cleaner look at everything, and waits until it finds nothing more. */
    private void compact() throws Exception {
        List<AlterConfigOp> soon = Stream.of(
                        "segment.ms=1000", "min.cleanable.dirty.ratio=0.001", "delete.retention.ms=0")
                .map(setting -> setting.split("=", 2))
                .map(pair -> new AlterConfigOp(new ConfigEntry(pair[0], pair[1]), AlterConfigOp.OpType.SET))
                .toList();
        for (String topic : admin.listTopics().names().get()) {
            if (topic.endsWith("-changelog")) {
                admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), soon))
                        .all()
                        .get();
                roll(topic);
            }
        }
        long before = -1;
        for (long now = changelogBytes(); now != before; now = changelogBytes()) {
            before = now;
            Thread.sleep(40_000);
        }
    }

    /** The newest segment is never cleaned: one record more, a second later, begins another. */
    private void roll(String topic) throws Exception {
        Thread.sleep(1_500);
        for (var partition : producer.partitionsFor(topic)) {
            producer.send(new ProducerRecord<>(topic, partition.partition(), new byte[] {0}, null))
                    .get();
        }
    }

    private long changelogBytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".log")
                            && String.valueOf(file.getParent()).contains("-changelog-"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private void close() {
        app.close();
        producer.close();
        admin.close();
        services.close();
    }
}
