package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.titorelli.registry.InMemorySchemaRegistry;
import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.RestSchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.standalone.LocalServices;
import dev.titorelli.standalone.embedded.ChosenBroker;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.WorkerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong around a program is one message with the setting to change, and an exit code that is not 0. */
class BadInputIT {

    private static final Path MODEL = Path.of("..", "models", "shapes").toAbsolutePath();

    @TempDir
    private static Path data;

    private static LocalServices services;
    private static SchemaRegistry registry;
    private static Admin admin;

    @BeforeAll
    static void start() throws IOException {
        services = LocalServices.start(data.resolve("services"), 0, 0);
        registry = new RestSchemaRegistry(RegistrySettings.of(URI.create(services.registryUrl())));
        admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()));
        Files.createFile(data.resolve("none.properties"));
        ClusterSetup.apply(admin, registry, plan("ready."));
    }

    @AfterAll
    static void stop() {
        admin.close(Duration.ofSeconds(5));
        BrokerWithoutShareGroups.stop();
        services.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"setup", "stream"})
    void namesKafkasAddressWhenNobodyAnswersThere(String program) throws IOException {
        Ended ended = run(program, "--kafka.bootstrap.servers=" + nobody());

        ended.with(5).saying("no Kafka answers at", "kafka.bootstrap.servers");
    }

    @Test
    void namesKafkasAddressWhenItsHostIsNotKnown() {
        run("stream", "--kafka.bootstrap.servers=no-such-host.invalid:9092")
                .with(6)
                .saying("No resolvable bootstrap urls given in bootstrap.servers", "kafka.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setup", "stream", "worker"})
    void namesTheRegistrysAddressWhenNobodyAnswersThere(String program) throws IOException {
        Ended ended = run(program, "--schema.registry.url=http://" + nobody());

        ended.with(5).saying("schema registry: ", "schema.registry.url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setup", "stream"})
    void namesTheUserWhenTheRegistryRefusesIt(String program) throws IOException {
        try (Door door = Door.answering(401, "{\"error_code\": 40101, \"message\": \"Unauthorized\"}")) {
            Ended ended = run(program, "--schema.registry.url=" + door.url());

            ended.with(6).saying("schema registry: ", "401", "schema.registry.user", "schema.registry.password");
        }
    }

    @Test
    void namesTheRegistrysAddressWhenSomethingElseAnswersThere() throws IOException {
        try (Door door = Door.answering(404, "<html>no such page</html>")) {
            Ended ended = run("stream", "--schema.registry.url=" + door.url());

            ended.with(5).saying("schema registry: ", "404", "schema.registry.url");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stream", "worker"})
    void namesMissingTopics(String program) {
        run(program, "--topic.prefix=empty.")
                .with(6)
                .saying("missing topics: ", "empty.request.v1", "./titorelli setup", "topic.prefix 'empty.'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setup", "stream", "worker"})
    void namesPartitionCountsThatDiffer(String program) throws Exception {
        String prefix = "uneven-" + program + ".";
        ClusterSetup.apply(admin, new InMemorySchemaRegistry(), new SetupPlan(prefix, 2, 1, (short) 1, List.of()));
        admin.createPartitions(Map.of(prefix + "outcome.v1", NewPartitions.increaseTo(3)))
                .all()
                .get();

        Ended ended = run(program, "--topic.prefix=" + prefix, "--topics.request.partitions=2");

        ended.with(6).saying(prefix + "outcome.v1", "partitions", "topic.prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setup", "stream", "worker"})
    void namesASubjectWithAnotherSchema(String program) {
        String prefix = "foreign-" + program + ".";
        ClusterSetup.apply(admin, new InMemorySchemaRegistry(), new SetupPlan(prefix, 1, 1, (short) 1, List.of()));
        String subject = Topics.EVENT.subject(prefix);
        registry.setCompatibility(subject, SchemaRegistry.Compatibility.FULL_TRANSITIVE);
        registry.register(subject, foreignSchema());

        Ended ended = run(program, "--topic.prefix=" + prefix, "--topics.request.partitions=1");

        ended.with(6).saying(subject, "topic.prefix", "schema.registry.url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setup", "stream", "worker"})
    void saysHowToSwitchShareGroupsOn(String program) throws Exception {
        String servers = BrokerWithoutShareGroups.get().bootstrapServers();

        Ended ended = run(program, "--kafka.bootstrap.servers=" + servers);

        ended.with(6).saying("share groups are switched off", "upgrade --feature share.version=1");
    }

    @Test
    void namesTheStoreThatCantBeWritten() {
        run("worker", "--objects=/proc").with(6).saying("object store /proc: can't write there", "objects");
    }

    @Test
    void namesTheAccessKeyThatS3Refuses() throws IOException {
        try (Door door = Door.answering(403, "<Error><Code>InvalidAccessKeyId</Code></Error>")) {
            Ended ended = run("worker", s3(door.url()));

            ended.with(6).saying("object store s3://pictures", "objects.access.key", "objects.secret.key");
        }
    }

    @Test
    void namesTheRightsThatAReadOnlyS3Lacks() throws IOException {
        try (Door door = Door.answering(403, "<Error><Code>AccessDenied</Code></Error>")) {
            Ended ended = run("worker", s3(door.url()));

            ended.with(6).saying("object store s3://pictures", "allow s3:GetObject, s3:PutObject");
        }
    }

    @Test
    void namesS3sAddressWhenNobodyAnswersThere() throws IOException {
        Ended ended = run("worker", s3("http://" + nobody()));

        ended.with(5).saying("object store s3://pictures", "gives no answer");
    }

    @Test
    void refusesShareGroupsThatWouldLoseJobs() throws Exception {
        SetupPlan plan = plan("unset.");
        ClusterSetup.apply(admin, registry, plan);
        for (var queue : plan.queues()) {
            ConfigResource group = new ConfigResource(
                    ConfigResource.Type.GROUP, Topics.job(queue).name("unset."));
            unset(group);
        }

        Ended ended = run("worker", "--topic.prefix=unset.");

        ended.with(6)
                .saying(
                        "none of the buckets",
                        "share group unset.job.v1.shapes.tokens-16 lacks share.auto.offset.reset=earliest",
                        "./titorelli setup --model DIR");
    }

    @Test
    void saysWhichModelFolderIsWrong() {
        run("setup", "--model", data.resolve("no-model").toString()).with(6).saying("no-model");
        run("worker", "--model=" + data.resolve("no-model")).with(2).saying("model '", "no such folder");
    }

    @Test
    void tellsAllLimitsThatABrokerLacks() throws Exception {
        Map<String, String> limits = Map.of(
                "group.share.max.size", "5",
                "group.share.max.record.lock.duration.ms", "30000",
                "group.share.max.delivery.count.limit", "5",
                "message.max.bytes", "100000",
                "transaction.state.log.replication.factor", "3");
        try (ChosenBroker broker = ChosenBroker.start(data.resolve("limited"), limits, Map.of())) {
            RecordingTerminal terminal = new RecordingTerminal();

            int code = terminal.run(arguments(
                    "setup",
                    "--check",
                    "--kafka.bootstrap.servers=" + broker.bootstrapServers(),
                    "--topics.record.lock.ms=45000",
                    "--objects=/proc"));

            assertThat(code).isEqualTo(1);
            assertThat(terminal.out())
                    .contains(
                            "group.share.max.size=5, wanted is at least 20",
                            "group.share.max.record.lock.duration.ms=30000, wanted is at least 45000",
                            "or change topics.record.lock.ms",
                            "group.share.max.delivery.count.limit=5, wanted is at least 10",
                            "message.max.bytes=100000, wanted is at least 540672",
                            "__transaction_state can't be made: transaction.state.log.replication.factor=3",
                            "set transaction.state.log.replication.factor=1 on every broker",
                            "topic ready.request.v1 is missing",
                            "object store /proc: can't write there");
        }
    }

    private static void unset(ConfigResource group) throws Exception {
        var unset =
                List.of(new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", ""), AlterConfigOp.OpType.DELETE));
        admin.incrementalAlterConfigs(Map.of(group, unset)).all().get();
    }

    private static SetupPlan plan(String prefix) {
        return new SetupPlan(
                prefix, 1, 1, (short) 1, GpuWorker.queuesOf(MODEL, "shapes", WorkerSettings.DEFAULT_BUCKETS));
    }

    private static Schema foreignSchema() {
        return SchemaBuilder.record("Elsewhere").fields().requiredString("what").endRecord();
    }

    private static String[] s3(String endpoint) {
        return new String[] {
            "--objects=s3://pictures",
            "--objects.endpoint=" + endpoint,
            "--objects.access.key=key",
            "--objects.secret.key=secret",
            "--objects.attempts=1",
            "--objects.timeout.ms=5000"
        };
    }

    /** An address at which nobody listens. */
    private static String nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    private static Ended run(String program, String... more) {
        RecordingTerminal terminal = new RecordingTerminal();
        int code = terminal.run(arguments(program, more));
        return new Ended(code, terminal.err());
    }

    private static String[] arguments(String program, String... more) {
        List<String> all = new ArrayList<>(List.of(
                program,
                "--config=" + data.resolve("none.properties"),
                "--kafka.bootstrap.servers=" + services.bootstrapServers(),
                "--schema.registry.url=" + services.registryUrl(),
                "--schema.registry.retries=1",
                "--topic.prefix=ready.",
                "--topics.request.partitions=1",
                "--objects=" + services.objectsRoot()));
        all.addAll(
                switch (program) {
                    case "worker" -> List.of("--model=" + MODEL);
                    case "stream" -> List.of("--stream.state.dir=" + data.resolve("state"));
                    default -> List.of();
                });
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** How a program ended. */
    private record Ended(int code, String said) {

        Ended with(int expected) {
            assertThat(code).as(said).isEqualTo(expected);
            return this;
        }

        void saying(String... parts) {
            assertThat(said).contains(parts).doesNotContain("\tat ", "unexpected");
        }
    }

    /** A server that has one answer. */
    private record Door(HttpServer server) implements AutoCloseable {

        static Door answering(int status, String body) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", call -> {
                call.getRequestBody().readAllBytes();
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                call.sendResponseHeaders(status, bytes.length);
                call.getResponseBody().write(bytes);
                call.close();
            });
            server.start();
            return new Door(server);
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    /** One for all tests that need it. */
    private static final class BrokerWithoutShareGroups {
        private static ChosenBroker broker;

        static synchronized ChosenBroker get() throws Exception {
            if (broker == null) {
                broker = ChosenBroker.start(
                        data.resolve("without-share-groups"), Map.of(), Map.of("share.version", (short) 0));
            }
            return broker;
        }

        static synchronized void stop() {
            if (broker != null) {
                broker.close();
            }
        }
    }
}
