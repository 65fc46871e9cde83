package dev.titorelli.standalone.bench.queue;

import dev.titorelli.identity.QueueName;
import dev.titorelli.registry.InMemorySchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.standalone.bench.BenchClients;
import dev.titorelli.standalone.bench.BenchTopics;
import dev.titorelli.standalone.bench.CpuSeconds.Role;
import dev.titorelli.standalone.bench.Moved;
import dev.titorelli.standalone.bench.Patience;
import dev.titorelli.standalone.bench.queue.ArrivalPlan.Arrival;
import dev.titorelli.stream.StreamApp;
import dev.titorelli.stream.StreamSettings;
import dev.titorelli.stream.queue.QueuePolicy;
import dev.titorelli.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Plays plans with a stream app in this process, on a broker that is there; with topics and state of their own each. */
final class BrokerQueues {

    private static final Duration STANDSTILL = Duration.ofMinutes(3);
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final int PARTITIONS = 1;

    private final QueueBenchWish wish;
    private final String bootstrapServers;
    private final Path folder;
    private final Consumer<String> progress;
    private final Patience patience = new Patience(STANDSTILL);
    private int plays;

    /**
     * Plays on a broker.
     *
     * @param folder for state
     * @param progress told what happens, in words for a person
     */
    BrokerQueues(QueueBenchWish wish, String bootstrapServers, Path folder, Consumer<String> progress) {
        this.wish = wish;
        this.bootstrapServers = bootstrapServers;
        this.folder = folder;
        this.progress = progress;
    }

    /** What is there while a plan is played. */
    private record Stage(FakeFleet fleet, QueueLoad load, StreamApp app, JobLog log, BenchTopics topics) {

        void requireSound() {
            fleet.requireSound();
            if (!app.state().isRunningOrRebalancing()) {
                throw new IllegalStateException("the stream app broke: it is in state " + app.state());
            }
        }

        /** Jobs that the room QUEUE has heard of. */
        int enqueued() {
            return Moved.of(app.metrics())
                    .readByTopic()
                    .getOrDefault(topics.name(Topics.QUEUE), 0.0)
                    .intValue();
        }
    }

    Measurement run(ArrivalPlan plan) {
        SchemaRegistry registry = new InMemorySchemaRegistry();
        BenchTopics.Cluster cluster = new BenchTopics.Cluster(bootstrapServers, Map.of());
        JobLog log = new JobLog();
        IdleMeter meter = new IdleMeter(wish.workers());
        progress.accept("%s: %d jobs".formatted(plan.pattern().word(), plan.jobs()));
        try (BenchTopics topics = BenchTopics.make(
                cluster, PARTITIONS, registry, QueueSizes.names(wish.queues()).toArray(QueueName[]::new))) {
            FakeFleet.Place place = new FakeFleet.Place(new BenchClients(bootstrapServers, Map.of()), topics, registry);
            try (FakeFleet fleet = new FakeFleet(wish, place, log, meter);
                    QueueLoad load = new QueueLoad(place);
                    StreamApp app = StreamApp.start(settings(topics), registry)) {
                if (!app.awaitRunning(START_LIMIT)) {
                    throw new IllegalStateException(
                            "the stream app did not run within " + START_LIMIT.toSeconds() + " s");
                }
                return play(plan, new Stage(fleet, load, app, log, topics), meter);
            }
        }
    }

    private Measurement play(ArrivalPlan plan, Stage stage, IdleMeter meter) {
        warmUp(stage);
        Moved before = Moved.of(stage.app().metrics());
        send(plan, stage);
        patience.await(
                "starts of " + plan.pattern().word(), plan.measured(), stage.fleet()::starts, stage::requireSound);
        Moved moved = Moved.of(stage.app().metrics()).since(before);
        double jobs = Math.max(1, stage.log().startedOf(null));
        double cpuMicros = 1e6 * moved.cpu().of(Role.STREAM_THREADS) / jobs;
        return new Measurement(plan, stage.log(), meter.part(), cpuMicros, moved.records() / jobs);
    }

    /** Short jobs of every tenant, until each worker has had some: what is compiled and cached then disturbs nobody. */
    private void warmUp(Stage stage) {
        List<Arrival> arrivals = ArrivalPlan.warmUp(wish);
        stage.load().send(arrivals, stage.log(), stage.fleet());
        patience.await("ends of the warm-up", arrivals.size(), stage.fleet()::ends, stage::requireSound);
        stage.fleet().startAnew();
        stage.log().forget();
    }

    /** What comes at once goes first; the rest is counted from when QUEUE has heard of it. */
    private void send(ArrivalPlan plan, Stage stage) {
        List<Arrival> atOnce =
                plan.arrivals().stream().filter(arrival -> arrival.atMs() == 0).toList();
        int jobs = atOnce.stream().mapToInt(Arrival::jobs).sum();
        if (jobs > 0) {
            int before = stage.enqueued();
            stage.fleet().expect(jobs);
            stage.load().send(atOnce, stage.log(), stage.fleet());
            patience.await("jobs in line", before + jobs, stage::enqueued, stage::requireSound);
        }
        List<Arrival> later =
                plan.arrivals().stream().filter(arrival -> arrival.atMs() > 0).toList();
        stage.load().send(later, stage.log(), stage.fleet());
    }

    private StreamSettings settings(BenchTopics topics) {
        plays++;
        QueuePolicy policy = QueuePolicy.DEFAULTS.withWeights(wish.tenants().byTenant());
        return StreamSettings.of(bootstrapServers, folder.resolve("state-" + plays))
                .on(topics.prefix(), topics.prefix() + "stream-app")
                .withDefaultModel(BenchTopics.MODEL)
                .withQueues(policy);
    }
}
