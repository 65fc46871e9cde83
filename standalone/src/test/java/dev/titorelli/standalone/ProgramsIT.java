package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.OutcomeKind;
import dev.titorelli.identity.RequestId;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.standalone.parts.EmbeddedParts;
import dev.titorelli.standalone.parts.Parts;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.Finding;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.standalone.setup.SetupReview;
import dev.titorelli.stream.StreamMain;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.WorkerMain;
import dev.titorelli.worker.WorkerSettings;
import dev.titorelli.worker.object.ObjectStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Stream apps and workers as programs of their own, on a cluster and a registry that are there already. */
@TestInstance(Lifecycle.PER_CLASS)
class ProgramsIT {

    private static final Path MODEL = Path.of("..", "models", "shapes").toAbsolutePath();

    @TempDir
    private static Path data;

    private Parts parts;
    private SchemaRegistry registry;
    private Admin admin;

    /** What the programs run on; a test class that runs them on something else says so here. */
    Parts parts(Path folder) {
        return EmbeddedParts.start(folder);
    }

    @BeforeAll
    void start() throws IOException {
        parts = parts(data.resolve("parts"));
        registry = parts.registry();
        admin = Admin.create(Map.of("bootstrap.servers", parts.bootstrapServers()));
        Files.createFile(data.resolve("none.properties"));
    }

    @AfterAll
    void stop() {
        if (parts != null) {
            admin.close(Duration.ofSeconds(5));
            parts.close();
        }
    }

    @Test
    void paintsWithTwoOfEachWhenOneWorkerIsKilled() throws Exception {
        ClusterSetup.apply(admin, registry, plan(Topics.DEFAULT_PREFIX));
        ObjectStore objects = parts.store();
        try (ProgramProcess victim = worker("victim").awaitReady();
                ProgramProcess survivor = worker("survivor").awaitReady();
                ProgramProcess first = stream("first").awaitReady();
                ProgramProcess second = stream("second").awaitReady();
                SystemUser user = new SystemUser(parts.bootstrapServers(), registry)) {
            List<RequestId> requests = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                requests.add(user.send(
                        Requests.of(Requests.circle().setImages(2).setSteps(60).build())));
            }
            user.awaitOutcome(outcome -> outcome.getKind() == OutcomeKind.RUNNING);

            victim.kill();

            for (RequestId request : requests) {
                Event end = user.awaitEnd(request);
                assertThat(end.getKind()).isEqualTo(EventKind.COMPLETED);
                assertThat(end.getImages()).hasSize(2).allSatisfy(image -> assertThat(
                                objects.head(image.getImage().getKey()))
                        .isPresent());
            }
            requireBothKnow(requests, first, second);

            second.kill();

            requireKnowsInTheEnd(requests, first);
            first.terminate();
            survivor.terminate();
            assertThat(first.awaitExit()).isEqualTo(143);
            assertThat(survivor.awaitExit()).isEqualTo(143);
            assertThat(first.said()).contains("stopped").doesNotContain("broken");
            assertThat(survivor.said()).contains("stopped");
        }
    }

    /** Each owns some of the partitions, and is asked for all requests. */
    private static void requireBothKnow(List<RequestId> requests, ProgramProcess... streams) {
        for (ProgramProcess stream : streams) {
            for (RequestId request : requests) {
                assertThat(stream.ask("/v1/requests/" + request).body()).contains("\"state\":\"COMPLETED\"");
            }
            assertThat(stream.ask("/v1/requests/acme/none").statusCode()).isEqualTo(404);
            assertThat(stream.ask("/v1/requests").body())
                    .contains(requests.stream().map(RequestId::id).toList())
                    .doesNotContain("incomplete");
        }
    }

    /** While partitions of a killed one wait for another, nobody says that there is no such request. */
    private static void requireKnowsInTheEnd(List<RequestId> requests, ProgramProcess stream) {
        for (RequestId request : requests) {
            HttpResponse<String> known = stream.askUntil("/v1/requests/" + request, answer -> {
                assertThat(answer.statusCode()).as(answer.body()).isIn(200, 503);
                return answer.statusCode() == 200;
            });
            assertThat(known.body()).contains("\"state\":\"COMPLETED\"");
        }
        stream.askUntil("/v1/requests", answer -> !answer.body().contains("incomplete"));
    }

    @Test
    void refusesAClusterWithoutTopics() throws Exception {
        try (ProgramProcess stream = start(
                StreamMain.class,
                "without-topics",
                "--topic.prefix=empty.",
                "--stream.state.dir=" + data.resolve("without-topics"))) {
            assertThat(stream.awaitExit()).isEqualTo(6);
            assertThat(stream.said()).contains("missing topics: ", "empty.request.v1", "./titorelli setup");
        }
    }

    @Test
    void refusesAWorkerWithoutShareGroupSettings() throws Exception {
        ClusterSetup.apply(admin, registry, new SetupPlan("bare.", 1, 1, SetupPlan.BROKERS_REPLICATION, List.of()));

        try (ProgramProcess worker = start(WorkerMain.class, "bare", "--topic.prefix=bare.", "--model=" + MODEL)) {
            assertThat(worker.awaitExit()).isEqualTo(6);
            assertThat(worker.said())
                    .contains(
                            "none of the buckets",
                            "topic bare.job.v1.shapes.tokens-16 is missing",
                            "./titorelli setup --model DIR");
        }
    }

    @Test
    void findsNothingAfterASetupAndEverythingBefore() {
        SetupPlan plan = plan("reviewed.");
        assertThat(SetupReview.findings(admin, registry, plan))
                .extracting(Finding::what)
                .contains("topic reviewed.request.v1 is missing", "subject reviewed.request.v1-value is missing")
                .anyMatch(what -> what.startsWith(
                        "share group reviewed.job.v1.shapes.tokens-64 has " + "share.isolation.level="));

        ClusterSetup.apply(admin, registry, plan);

        assertThat(SetupReview.findings(admin, registry, plan)).isEmpty();
    }

    private static SetupPlan plan(String prefix) {
        return new SetupPlan(
                prefix,
                2,
                1,
                SetupPlan.BROKERS_REPLICATION,
                GpuWorker.queuesOf(MODEL, "shapes", WorkerSettings.DEFAULT_BUCKETS));
    }

    private ProgramProcess worker(String name) throws IOException {
        return start(WorkerMain.class, name, "--model=" + MODEL, "--worker.name=" + name);
    }

    private ProgramProcess stream(String name) throws IOException {
        return start(
                StreamMain.class,
                name,
                "--stream.state.dir=" + data.resolve("state-" + name),
                // A killed one is missed soon.
                "--kafka.consumer.session.timeout.ms=6000",
                "--kafka.consumer.heartbeat.interval.ms=1000");
    }

    private ProgramProcess start(Class<?> main, String name, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(parts.arguments());
        arguments.add("--config=" + data.resolve("none.properties"));
        arguments.addAll(List.of(more));
        return ProgramProcess.start(main, data.resolve(name + ".said"), arguments);
    }
}
