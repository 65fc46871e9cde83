package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.settings.Settings;
import dev.titorelli.settings.Sources;
import dev.titorelli.standalone.cli.Titorelli;
import dev.titorelli.standalone.embedded.TlsFiles;
import dev.titorelli.stream.StreamMain;
import dev.titorelli.worker.WorkerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All programs on a broker with TLS, passwords and ACLs: by settings alone, with the rights that setup prints and no more. */
class SecureClusterIT {

    private static final String MODEL =
            Path.of("..", "models", "shapes").toAbsolutePath().toString();

    @TempDir
    private static Path folder;

    private static SecureCluster cluster;
    private static List<AclBinding> acls;
    private static int programs;

    @BeforeAll
    static void start() throws Exception {
        cluster = SecureCluster.start(folder);
        cluster.user("titorelli-setup");
        cluster.user("titorelli-stream", "stream.state.dir=" + folder.resolve("state"));
        cluster.user("titorelli-worker", "model=" + MODEL);
        cluster.user("titorelli-client");
        acls = setup("--print")
                .lines()
                .filter(line -> line.startsWith("kafka-acls.sh "))
                .flatMap(line -> PrintedAcls.of(line).stream())
                .toList();
        cluster.allow(acls);
        setup("--model", MODEL);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void paintsWithTheRightsThatSetupPrints() throws Exception {
        try (ProgramProcess worker = worker().awaitReady();
                ProgramProcess stream = stream().awaitReady();
                SecureUser user = new SecureUser(
                        Settings.read(Sources.ofProcess(List.of("--config", file("client"))), List.of()))) {
            Event end = user.paint(Requests.of(Requests.circle().build()));

            assertThat(end.getKind()).isEqualTo(EventKind.COMPLETED);
            assertThat(folder.resolve("objects")
                            .resolve(end.getImages().get(0).getImage().getKey()))
                    .exists();
            worker.terminate();
            stream.terminate();
            assertThat(worker.awaitExit()).isEqualTo(143);
            assertThat(stream.awaitExit()).isEqualTo(143);
        }
        assertThat(logsAndOutput())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(file).content().doesNotContain(SecureCluster.SECRET));
    }

    @Test
    void findsNothingToRemedyWithSetupsOwnRights() throws Exception {
        assertThat(setup("--check", "--model", MODEL)).contains("all is as it should be");
    }

    @Test
    void tellsWhichTopicTheStreamAppMayNotWrite() throws Exception {
        Refusal refusal = without(
                acl -> isOf(acl, "stream", ResourceType.TOPIC, "titorelli.event.v1"),
                () -> Refusal.ofStream("--config", file("stream")));

        refusal.hasCode(6).says("WRITE titorelli.event.v1", "./titorelli setup --print");
    }

    @Test
    void tellsThatTheStreamAppMayNotBeginTransactions() throws Exception {
        Refusal refusal = without(
                acl -> isOf(acl, "stream", ResourceType.TRANSACTIONAL_ID, "titorelli.stream-app-"),
                () -> Refusal.ofStream("--config", file("stream")));

        refusal.hasCode(6).says("Transactional Id authorization failed", "./titorelli setup --print");
    }

    @Test
    void tellsThatTheStreamAppMayNotMakeTheTopicsOfItsState() throws Exception {
        String application = "titorelli.stream-app-new";
        cluster.allow(List.of(new AclBinding(
                new ResourcePattern(ResourceType.GROUP, application, PatternType.LITERAL),
                new AccessControlEntry("User:titorelli-stream", "*", AclOperation.READ, AclPermissionType.ALLOW))));

        Refusal refusal = without(
                acl -> isOf(acl, "stream", ResourceType.TOPIC, "titorelli.stream-app-"),
                () -> Refusal.ofStream("--config", file("stream"), "--stream.application.id=" + application));

        refusal.hasCode(6).says(application + "-", "./titorelli setup --print");
    }

    @Test
    void tellsThatAWorkerMayNotJoinItsShareGroups() throws Exception {
        Refusal refusal = without(
                acl -> isOf(acl, "worker", ResourceType.GROUP, "titorelli.job.v1.")
                        && acl.entry().operation() == AclOperation.READ,
                () -> Refusal.ofWorker("--config", file("worker")));

        refusal.says("not authorized for group titorelli.job.v1.", "./titorelli setup --print");
    }

    @Test
    void tellsThatAWorkerMayNotLookAtItsShareGroups() throws Exception {
        Refusal refusal = without(
                acl -> isOf(acl, "worker", ResourceType.GROUP, "titorelli.job.v1.")
                        && acl.entry().operation() == AclOperation.DESCRIBE_CONFIGS,
                () -> Refusal.ofWorker("--config", file("worker")));

        refusal.hasCode(6).says("share group titorelli.job.v1.", "./titorelli setup --print");
    }

    @Test
    void tellsThatAPasswordIsWrong() throws Exception {
        String file = cluster.settings("wrong", "titorelli-stream", "wrong").toString();

        Refusal.ofStream("--config", file).hasCode(6).says("change kafka.sasl.jaas.config");
    }

    @Test
    void tellsThatACertificateIsNotTrusted() throws Exception {
        Path other = TlsFiles.make(folder.resolve("other-tls")).certificate();

        Refusal.ofStream("--config", file("stream"), "--kafka.ssl.truststore.location=" + other)
                .hasCode(6)
                .says("change kafka.ssl.truststore.*");
    }

    @Test
    void tellsThatTheBrokersSpeakAnotherProtocol() {
        Refusal.ofStream("--config", file("stream"), "--kafka.security.protocol=PLAINTEXT")
                .hasCode(5)
                .says("no Kafka answers at", "kafka.security.protocol");
    }

    private static boolean isOf(AclBinding acl, String program, ResourceType type, String name) {
        return acl.entry().principal().equals("User:titorelli-" + program)
                && acl.pattern().resourceType() == type
                && acl.pattern().name().equals(name);
    }

    /** Starts a program while nobody has these rights. */
    private static Refusal without(Predicate<AclBinding> rights, Supplier<Refusal> start) throws Exception {
        List<AclBinding> taken = acls.stream().filter(rights).toList();
        assertThat(taken).isNotEmpty();
        cluster.forbid(taken);
        try {
            return start.get();
        } finally {
            cluster.allow(taken);
        }
    }

    private static String setup(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("setup"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", file("setup")));
        try (ProgramProcess setup = launch(Titorelli.class, all)) {
            assertThat(setup.awaitExit()).as(setup.said()).isZero();
            return setup.said();
        }
    }

    private static ProgramProcess stream() throws IOException {
        return launch(StreamMain.class, List.of("--config", file("stream")));
    }

    private static ProgramProcess worker() throws IOException {
        return launch(WorkerMain.class, List.of("--config", file("worker")));
    }

    private static ProgramProcess launch(Class<?> main, List<String> arguments) throws IOException {
        String name = "program-" + programs++;
        List<String> jvm = List.of(
                "-Dlog4j2.configurationFile=classpath:log4j2.xml",
                "-Dtitorelli.log.level=DEBUG",
                "-Dtitorelli.log=" + folder.resolve(name + ".log"));
        return ProgramProcess.start(jvm, main, folder.resolve(name + ".said"), arguments);
    }

    private static String file(String program) {
        return folder.resolve("titorelli-" + program + ".properties").toString();
    }

    private static List<Path> logsAndOutput() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            file.toString().endsWith(".log") || file.toString().endsWith(".said"))
                    .toList();
        }
    }
}
