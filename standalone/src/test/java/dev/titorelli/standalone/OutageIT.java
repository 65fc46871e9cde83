package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.HeldJob;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.identity.RequestId;
import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.SchemaRegistries;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.standalone.setup.ClusterSetup;
import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.stream.StreamMain;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.GpuWorker;
import dev.titorelli.worker.WorkerMain;
import dev.titorelli.worker.WorkerSettings;
import dev.titorelli.worker.object.UnsteadyDoor;
import dev.titorelli.worker.object.UnsteadyDoor.Mood;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * S3 or the registry goes away under a stream of requests: for 8 seconds here, when a lease is lost after 4.5; for a minute with the
 * programs' own settings ({@code -Dtitorelli.outage=minute}), when it is lost after 15.
 */
class OutageIT {

    private static final Logger LOG = LoggerFactory.getLogger(OutageIT.class);
    private static final Path MODEL = Path.of("..", "models", "shapes").toAbsolutePath();
    private static final boolean MINUTE = "minute".equals(System.getProperty("titorelli.outage"));
    private static final Duration OUTAGE = Duration.ofSeconds(MINUTE ? 60 : 8);
    private static final List<String> HASTE = List.of(
            "--worker.heartbeat.ms=500",
            "--stream.lease.tick.ms=1500",
            "--stream.lease.max.tick.gap.ms=3000",
            "--objects.attempt.timeout.ms=5000",
            "--objects.timeout.ms=10000");

    @TempDir
    private static Path data;

    private static LocalServices services;
    private static UnsteadyDoor store;
    private static UnsteadyDoor registryDoor;
    private static ProgramProcess worker;
    private static ProgramProcess stream;

    private SchemaRegistry registry;
    private SystemUser user;
    private ClusterWatch watch;

    @BeforeAll
    static void start() throws Exception {
        services = LocalServices.start(new ChosenServices(
                data.resolve("services"), Optional.of(0), Optional.of(0), Optional.of(S3Door.of(0)), Optional.empty()));
        store = new UnsteadyDoor(port(services.s3Endpoint().orElseThrow()));
        registryDoor = new UnsteadyDoor(port(services.registryUrl()));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()))) {
            ClusterSetup.apply(admin, registry(), plan());
        }
        worker = start(WorkerMain.class, "worker", "--model=" + MODEL);
        stream = start(StreamMain.class, "stream", "--stream.state.dir=" + data.resolve("state"));
        worker.awaitReady();
        stream.awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        stream.close();
        worker.close();
        registryDoor.close();
        store.close();
        services.close();
    }

    @BeforeEach
    void connect() {
        registry = registry();
        user = new SystemUser(services.bootstrapServers(), registry);
        watch = new ClusterWatch(services.bootstrapServers(), registry);
    }

    @AfterEach
    void disconnect() {
        watch.close();
        user.close();
        store.become(Mood.OPEN);
        registryDoor.become(Mood.OPEN);
    }

    @ParameterizedTest
    @EnumSource(names = {"SAYS_503", "SILENT"})
    void jobsWaitForTheStoreAndNoneFails(Mood mood) {
        long letters = watch.deadLetters();
        List<RequestId> requests = new ArrayList<>();
        requests.add(user.send(
                Requests.of(Requests.circle().setImages(4).setSteps(100).build())));
        user.awaitEvent(requests.get(0), EventKind.RUNNING);

        store.become(mood);
        duringTheOutage(() -> {
            WorkerHeartbeat heartbeat =
                    watch.nextHeartbeat(beat -> beat.getTrouble().equals("STORE_UNAVAILABLE"));
            assertThat(heartbeat.getJobs())
                    .isNotEmpty()
                    .extracting(HeldJob::getAttempt)
                    .containsOnly(1);
            requests.add(user.send(Requests.of(Requests.circle().build())));
        });
        store.become(Mood.OPEN);

        requests.forEach(this::requireCompletedAtTheFirstAttempt);
        assertThat(watch.deadLetters()).isEqualTo(letters);
    }

    @ParameterizedTest
    @EnumSource(names = {"SAYS_503", "SILENT"})
    void requestsGoOnWithoutTheRegistryAndThoseOfANewSchemaWait(Mood mood) {
        long letters = watch.deadLetters();
        LaterSchema later = LaterSchema.register(registry, mood.name());
        List<RequestId> known = new ArrayList<>();
        List<RequestId> unknown = new ArrayList<>();

        registryDoor.become(mood);
        duringTheOutage(() -> {
            watch.nextHeartbeat(beat -> true);
            known.add(user.send(Requests.of(Requests.circle().build())));
            GenerationRequest request = Requests.of(Requests.circle().build());
            unknown.add(new RequestId(request.getTenant(), request.getRequestId()));
            user.sendBytes(Topics.REQUEST, unknown.size() % 2, null, later.framed(user.framed(request)));
        });
        known.forEach(this::requireCompletedAtTheFirstAttempt);
        assertThat(unknown)
                .allSatisfy(request -> assertThat(user.eventsOf(request)).isEmpty());
        registryDoor.become(Mood.OPEN);

        unknown.forEach(this::requireCompletedAtTheFirstAttempt);
        assertThat(watch.deadLetters()).isEqualTo(letters);
    }

    @Test
    void buriesAnUnknownSchemaOnlyWhenTheRegistryHasSaidSo() {
        byte[] unknown = {0, 0x7f, 0, 0, 2, 1, 2, 3};
        long letters = watch.deadLetters();
        registryDoor.become(Mood.SILENT);
        user.sendBytes(Topics.REQUEST, 0, null, unknown);
        // The next request of the same partition has ended: the one before has been read.
        requireCompletedAtTheFirstAttempt(
                user.sendTo(0, Requests.of(Requests.circle().build())));
        assertThat(watch.deadLetters()).isEqualTo(letters);

        registryDoor.become(Mood.OPEN);

        assertThat(user.awaitDeadLetter(unknown).getCode()).isEqualTo("UNKNOWN_SCHEMA");
    }

    /** Again and again, once at least; what is done waits for heartbeats and sends. */
    private static void duringTheOutage(Runnable load) {
        long begin = System.nanoTime();
        int rounds = 0;
        do {
            load.run();
            rounds++;
        } while (System.nanoTime() - begin < OUTAGE.toNanos());
        LOG.atInfo()
                .addKeyValue("rounds", rounds)
                .addKeyValue("durationMs", (System.nanoTime() - begin) / 1_000_000)
                .log("the outage ends");
    }

    private void requireCompletedAtTheFirstAttempt(RequestId request) {
        Event end = user.awaitEnd(request);
        assertThat(end.getKind()).as("%s", end).isEqualTo(EventKind.COMPLETED);
        assertThat(end.getImages())
                .extracting(EventImage::getAttempt)
                .isNotEmpty()
                .containsOnly(1);
        assertThat(end.getImages()).allSatisfy(image -> assertThat(services.objectsRoot()
                        .resolve("outage")
                        .resolve(image.getImage().getKey()))
                .exists());
        assertThat(user.eventsOf(request))
                .filteredOn(event -> SystemUser.FINAL.contains(event.getKind()))
                .hasSize(1);
    }

    private static ProgramProcess start(Class<?> main, String name, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--config=" + services.settingsFile(),
                "--schema.registry.url=http://127.0.0.1:" + registryDoor.port(),
                "--objects=s3://titorelli/outage",
                "--objects.endpoint=http://127.0.0.1:" + store.port()));
        arguments.addAll(MINUTE ? List.of() : HASTE);
        arguments.addAll(List.of(more));
        return ProgramProcess.start(main, data.resolve(name + ".said"), arguments);
    }

    private static SchemaRegistry registry() {
        return SchemaRegistries.open(RegistrySettings.of(URI.create(services.registryUrl())));
    }

    private static SetupPlan plan() {
        return new SetupPlan(
                Topics.DEFAULT_PREFIX,
                2,
                1,
                SetupPlan.BROKERS_REPLICATION,
                GpuWorker.queuesOf(MODEL, "shapes", WorkerSettings.DEFAULT_BUCKETS));
    }

    private static int port(String url) {
        return URI.create(url).getPort();
    }
}
