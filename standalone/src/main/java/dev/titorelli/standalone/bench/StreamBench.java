package dev.titorelli.standalone.bench;

import dev.titorelli.registry.InMemorySchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.standalone.bench.BenchResult.Latency;
import dev.titorelli.standalone.bench.BenchResult.ThreadTime;
import dev.titorelli.standalone.bench.BenchResult.Throughput;
import dev.titorelli.standalone.bench.BenchResult.TopicRecords;
import dev.titorelli.stream.StreamApp;
import dev.titorelli.stream.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures the stream app in this process, on a broker that is there, with a worker that answers at once; then a topology
 * that passes through, on as many partitions, with records as large. Schemas are kept in this process.
 */
public final class StreamBench implements AutoCloseable {

    private static final Duration STANDSTILL = Duration.ofMinutes(3);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int[] PERCENTS = {10, 50, 90};

    private final BenchWish wish;
    private final Consumer<String> progress;
    private final SchemaRegistry registry = new InMemorySchemaRegistry();
    private final Rounds rounds = new Rounds();
    private final Patience patience = new Patience(STANDSTILL);
    private final List<Footprint> footprints = new ArrayList<>();
    private final BenchClients clients;
    private final BenchTopics topics;
    private final Path state;

    private StreamBench(BenchWish wish, Consumer<String> progress) {
        this.wish = wish;
        this.progress = progress;
        this.clients = new BenchClients(wish.bootstrapServers(), wish.kafka());
        this.topics = BenchTopics.make(wish, registry);
        this.state = wish.folder().resolve("state");
    }

    /**
     * Measures; takes seconds to minutes.
     *
     * @param progress told what happens, in words for a person
     * @throws dev.titorelli.fault.CannotStart when the broker does not answer or refuses the topics
     * @throws IllegalStateException when a request does not complete
     */
    public static BenchResult run(BenchWish wish, Consumer<String> progress) {
        try (StreamBench bench = new StreamBench(wish, progress)) {
            return bench.run();
        }
    }

    private BenchResult run() {
        AppResult app = streamApp();
        RequestTimes all = app.capacity();
        return new BenchResult(
                all.requests() / all.seconds(),
                Throughput.of(app.moved(), all.seconds(), all.requests()),
                passThrough(app.moved()),
                TopicRecords.of(app.moved(), topics.prefix(), all.requests()),
                app.threadTime(),
                app.latencies(),
                List.copyOf(footprints));
    }

    private record AppResult(RequestTimes capacity, Moved moved, ThreadTime threadTime, List<Latency> latencies) {}

    private AppResult streamApp() {
        progress.accept("starting the stream app");
        try (RequestLoad load = new RequestLoad(clients, topics, registry);
                FakeWorker worker = new FakeWorker(clients, topics, registry, rounds, FakeWorker.ENDLESS_ROOM);
                EventWatch events = new EventWatch(clients, topics, registry, rounds);
                StreamApp app = StreamApp.start(settings("stream-app"), registry)) {
            if (!app.awaitRunning(START_LIMIT)) {
                throw new IllegalStateException("the stream app did not run within " + START_LIMIT.toSeconds() + " s");
            }
            App running = new App(load, worker, events, app);
            for (int i = 1; i <= wish.warmUps(); i++) {
                round(running, "warm-up" + i, wish.requests(), 0);
            }
            Moved before = Moved.of(app.metrics());
            RequestTimes all = round(running, "capacity", wish.requests(), 0);
            Moved moved = Moved.of(app.metrics()).since(before);
            ThreadTime threadTime = ThreadTime.of(app.metrics());
            return new AppResult(all, moved, threadTime, latencies(running, all.requests() / all.seconds()));
        }
    }

    private record App(RequestLoad load, FakeWorker worker, EventWatch events, StreamApp app) {

        void requireSound() {
            worker.requireSound();
            events.requireSound();
            if (!app.state().isRunningOrRebalancing()) {
                throw new IllegalStateException("the stream app broke: it is in state " + app.state());
            }
        }
    }

    private List<Latency> latencies(App app, double capacity) {
        List<Latency> latencies = new ArrayList<>();
        for (int percent : PERCENTS) {
            double rate = capacity * percent / 100;
            int requests = Math.max(1, (int) (rate * wish.seconds()));
            latencies.add(Latency.of(percent, rate, round(app, "load" + percent, requests, rate)));
        }
        return latencies;
    }

    private RequestTimes round(App app, String name, int requests, double perSecond) {
        progress.accept(name + ": " + requests + " requests"
                + (perSecond > 0 ? ", %.0f a second".formatted(perSecond) : ", as fast as they go"));
        RequestTimes times = rounds.begin(name, requests);
        app.load().send(name, times, perSecond);
        patience.await("requests of the round " + name, requests, times::ended, app::requireSound);
        footprints.add(Footprint.after(name, state.resolve("stream-app")));
        return times;
    }

    /** Moves as many records as the stream app did, so that both take some while. */
    private Throughput passThrough(Moved app) {
        int records = (int) (app.records() / 2);
        progress.accept("pass-through: " + records + " records, as fast as they go");
        try (PassThrough plain = new PassThrough(clients, topics, settings("pass-through"))) {
            int valueBytes = Math.max(1, app.bytesARecord() - 20);
            for (int i = 0; i < wish.warmUps(); i++) {
                plain.move(records, valueBytes, patience);
            }
            PassThrough.Result result = plain.move(records, valueBytes, patience);
            return Throughput.of(result.moved(), result.seconds(), 0);
        }
    }

    private StreamSettings settings(String name) {
        return StreamSettings.of(wish.bootstrapServers(), state.resolve(name))
                .on(topics.prefix(), topics.prefix() + name)
                .withDefaultModel(BenchTopics.MODEL)
                .withKafka(wish.kafka());
    }

    @Override
    public void close() {
        topics.close();
    }
}
