package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.DeadLetter;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.RequestId;
import dev.titorelli.metrics.MetricKey;
import dev.titorelli.metrics.MetricKeys;
import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.RestSchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.stream.StreamMain;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.WorkerMain;
import dev.titorelli.worker.WorkerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of their own that are watched over HTTP and told to end by SIGTERM. */
class DrainIT {

    private static final Path MODEL = Path.of("..", "models", "shapes").toAbsolutePath();
    private static final int SIGTERM = 143;

    @TempDir
    private static Path data;

    private static LocalServices services;
    private static SchemaRegistry registry;
    private static Admin admin;
    private static ProgramProcess stream;

    @BeforeAll
    static void start() throws Exception {
        services = LocalServices.start(data.resolve("services"), 0, 0);
        registry = new RestSchemaRegistry(RegistrySettings.of(URI.create(services.registryUrl())));
        admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()));
        Files.createFile(data.resolve("none.properties"));
        ClusterSetup.apply(admin, registry, plan());
        stream = stream().awaitReady();
    }

    @AfterAll
    static void stop() {
        stream.close();
        admin.close(Duration.ofSeconds(5));
        services.close();
    }

    @Test
    void aWorkerEndsTheJobThatItHoldsWithinTheLimit() throws Exception {
        try (ProgramProcess worker = worker("patient").awaitReady();
                SystemUser user = new SystemUser(services.bootstrapServers(), registry)) {
            RequestId request =
                    user.send(Requests.of(Requests.circle().setSteps(60).build()));
            user.awaitOutcome(outcome -> isOf(request, outcome, OutcomeKind.RUNNING));

            worker.terminate();

            assertThat(worker.awaitExit()).isEqualTo(SIGTERM);
            Outcome end = user.awaitOutcome(outcome ->
                    isOf(request, outcome, OutcomeKind.SUCCEEDED) || isOf(request, outcome, OutcomeKind.RETURNED));
            assertThat(end.getKind()).isEqualTo(OutcomeKind.SUCCEEDED);
        }
    }

    @Test
    void aWorkerSaysThatItDrainsAndGivesBackWhatTakesTooLong() throws Exception {
        try (ProgramProcess worker = worker("hurried", "--worker.drain.ms=3000").awaitReady();
                SystemUser user = new SystemUser(services.bootstrapServers(), registry)) {
            assertThat(worker.ask("/livez").statusCode()).isEqualTo(200);
            assertThat(worker.ask("/readyz").statusCode()).isEqualTo(200);
            RequestId request = user.send(Requests.of(Requests.slow().build()));
            user.awaitOutcome(outcome -> isOf(request, outcome, OutcomeKind.RUNNING));

            worker.terminate();

            HttpResponse<String> draining = worker.askUntil("/readyz", answer -> answer.statusCode() != 200);
            assertThat(draining.statusCode()).isEqualTo(503);
            assertThat(draining.body()).contains("\"program\":\"draining\"");
            assertThat(worker.awaitExit()).isEqualTo(SIGTERM);
            Outcome returned = user.awaitOutcome(outcome -> isOf(request, outcome, OutcomeKind.RETURNED));
            assertThat(returned.getFailure().getCode()).isEqualTo(FaultCode.DRAINING.name());
            user.cancel(request);
            user.awaitEnd(request);
        }
    }

    @Test
    void aStreamAppLeavesItsGroupAndNoOpenTransaction() throws Exception {
        try (SystemUser user = new SystemUser(services.bootstrapServers(), registry)) {
            for (int i = 0; i < 50; i++) {
                user.sendBytes(Topics.REQUEST, null, null, garbage(i));
            }
            DeadLetter first = user.awaitDeadLetter(garbage(0));
            assertThat(first.getCode()).isNotEmpty();

            stream.terminate();

            assertThat(stream.awaitExit()).isEqualTo(SIGTERM);
            assertThat(stream.said()).contains("stopped");
            String group = Topics.DEFAULT_PREFIX + "stream-app";
            assertThat(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group)
                            .get()
                            .members())
                    .isEmpty();
            assertThat(admin.listTransactions().all().get())
                    .isNotEmpty()
                    .noneMatch(transaction -> transaction.state() == TransactionState.ONGOING);
        }
        stream = stream().awaitReady();
    }

    @Test
    void whatIsScrapedIsWhatTheDocumentSays() throws Exception {
        try (ProgramProcess worker = worker("measured").awaitReady();
                SystemUser user = new SystemUser(services.bootstrapServers(), registry)) {
            user.awaitEnd(user.send(Requests.of(Requests.circle().build())));
            stream.askUntil("/metrics", answer -> answer.body().contains(MetricKeys.QUEUE_WAITING.shown()));
            Set<String> scraped = Stream.of(stream, worker)
                    .flatMap(program -> names(program.ask("/metrics").body()))
                    .collect(Collectors.toSet());
            List<String> documented = Stream.concat(MetricKeys.own().stream(), MetricKeys.kafka().stream())
                    .map(MetricKey::shown)
                    .toList();

            assertThat(scraped)
                    .filteredOn(name -> !name.matches("(jvm|process|system)_.*"))
                    .allSatisfy(name -> assertThat(documented)
                            .containsAnyOf(name, name.replaceAll("_(bucket|count|sum|max)$", "")));
            assertThat(documented).allSatisfy(metric -> assertThat(scraped)
                    .anyMatch(name -> name.equals(metric) || name.equals(metric + "_count")));
        }
    }

    private static Stream<String> names(String scrape) {
        return scrape.lines().filter(line -> !line.startsWith("#")).map(line -> line.replaceAll("[{ ].*", ""));
    }

    private static byte[] garbage(int i) {
        return new byte[] {1, 2, 3, (byte) i};
    }

    private static boolean isOf(RequestId request, Outcome outcome, OutcomeKind kind) {
        return outcome.getRequestId().equals(request.id()) && outcome.getKind() == kind;
    }

    private static SetupPlan plan() {
        return new SetupPlan(
                Topics.DEFAULT_PREFIX,
                2,
                1,
                SetupPlan.BROKERS_REPLICATION,
                GpuWorker.queuesOf(MODEL, "shapes", WorkerSettings.DEFAULT_BUCKETS));
    }

    private static ProgramProcess worker(String name, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--model=" + MODEL, "--worker.name=" + name));
        arguments.addAll(List.of(more));
        return start(WorkerMain.class, name, arguments);
    }

    private static ProgramProcess stream() throws IOException {
        return start(StreamMain.class, "stream", List.of("--stream.state.dir=" + data.resolve("state")));
    }

    private static ProgramProcess start(Class<?> main, String name, List<String> more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--config=" + data.resolve("none.properties"),
                "--kafka.bootstrap.servers=" + services.bootstrapServers(),
                "--schema.registry.url=" + services.registryUrl(),
                "--objects=" + services.objectsRoot()));
        arguments.addAll(more);
        return ProgramProcess.start(main, data.resolve(name + ".txt"), arguments);
    }
}
