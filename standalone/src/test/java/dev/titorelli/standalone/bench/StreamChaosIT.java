package dev.titorelli.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.registry.RegistrySettings;
import dev.titorelli.registry.SchemaRegistries;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.standalone.LocalServices;
import dev.titorelli.standalone.bench.FaultWaits.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of two stream apps, programs of their own, is killed over and over and frozen once, under a steady load of requests
 * that a worker in this process answers at once. {@code -Dchaos.kills=50}, {@code -Dchaos.rate=10} requests a second,
 * {@code -Dchaos.seed=11}; {@code -Dchaos.session.ms=15000} is the programs' own time-out, 6000 here.
 */
class StreamChaosIT {

    private static final Logger LOG = LoggerFactory.getLogger(StreamChaosIT.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PARTITIONS = 4;
    private static final int RATE = Integer.getInteger("chaos.rate", 10);
    /** Little, so that jobs wait in their queue while it moves to the other app. */
    private static final int ROOM = 2;

    private static final int SESSION_MS = Integer.getInteger("chaos.session.ms", 6_000);
    private static final Patience PATIENCE = new Patience(Duration.ofMinutes(2));

    @TempDir
    private Path data;

    private final Random random = new Random(Long.getLong("chaos.seed", 11));
    private final Rounds rounds = new Rounds();
    private final FaultWaits waits = new FaultWaits();

    private LocalServices services;
    private SchemaRegistry registry;
    private BenchClients clients;
    private BenchTopics topics;
    private Admin admin;

    @BeforeEach
    void prepare() {
        services = LocalServices.start(data.resolve("services"), 0, 0);
        registry = SchemaRegistries.open(RegistrySettings.of(URI.create(services.registryUrl())));
        BenchWish wish = new BenchWish(services.bootstrapServers(), Map.of(), data, 1, 1, 1, PARTITIONS);
        clients = new BenchClients(wish.bootstrapServers(), wish.kafka());
        topics = BenchTopics.make(wish, registry);
        admin = Admin.create(Map.of("bootstrap.servers", services.bootstrapServers()));
    }

    @AfterEach
    void end() {
        admin.close();
        topics.close();
        services.close();
    }

    @Test
    void endsEveryRequestOnceWhenOneOfTwoAppsIsKilledAndOneFrozen() throws Exception {
        play(1, 0);
    }

    @Test
    @Tag("chaos")
    void endsEveryRequestOnceHoweverOftenOneOfTwoAppsIsKilled() throws Exception {
        play(Integer.getInteger("chaos.kills", 50), 30);
    }

    private void play(int kills, int frozenSeconds) throws Exception {
        try (FakeWorker worker = new FakeWorker(clients, topics, registry, rounds, ROOM);
                EventWatch events = new EventWatch(clients, topics, registry, rounds);
                RequestLoad requests = new RequestLoad(clients, topics, registry);
                StreamPair pair = new StreamPair(data, admin, topics, PARTITIONS, settings())) {
            SteadyLoad load = new SteadyLoad(requests, rounds, RATE);
            Runnable sound = () -> {
                worker.requireSound();
                events.requireSound();
            };
            for (int kill = 0; kill < kills; kill++) {
                load.awaitMore(1 + random.nextInt(3));
                kill(pair, () -> load.awaitEnds(PATIENCE, sound));
                LOG.atInfo().log("killed {} times, {} requests", kill + 1, load.requests());
            }
            freeze(pair, load, frozenSeconds);
            load.awaitMore(1);
            load.end();
            load.awaitEnds(PATIENCE, sound);
            requireAllRemembered(pair, load.requests());
            pair.end();
            pair.requireNoneBroken();
            settle(load.all());
        }
    }

    /** At any moment of its work; it comes again with its state or without. */
    private void kill(StreamPair pair, Runnable awaitEnds) throws Exception {
        String victim = either();
        boolean freshState = random.nextBoolean();
        Set<Integer> partitions = partitions(pair, victim);
        long begin = System.nanoTime();
        pair.app(victim).kill();
        pair.start(victim, freshState);
        pair.awaitShared();
        String kind = "killed, " + (freshState ? "its state lost" : "its state kept");
        long shared = System.nanoTime();
        // What a kill leaves behind is not to be told as the next one's.
        awaitEnds.run();
        waits.add(new Fault(kind, partitions, begin, shared, System.nanoTime()));
    }

    /** Until the other has taken over, and for so long at least; what thaws takes itself for the owner still. */
    private void freeze(StreamPair pair, SteadyLoad load, int seconds) throws Exception {
        String victim = either();
        Set<Integer> partitions = partitions(pair, victim);
        long begin = System.nanoTime();
        pair.app(victim).freeze();
        load.awaitMore(seconds);
        pair.awaitOwners(Set.of(victim.equals("a") ? "b" : "a"));
        pair.app(victim).thaw();
        pair.awaitShared();
        long shared = System.nanoTime();
        waits.add(new Fault("frozen", partitions, begin, shared, shared));
    }

    /** That it has some is what the test is about. */
    private static Set<Integer> partitions(StreamPair pair, String app) throws Exception {
        Set<Integer> partitions = pair.awaitShared().get(app);
        assertThat(partitions).as("partitions of %s", app).isNotEmpty();
        return partitions;
    }

    private String either() {
        return random.nextBoolean() ? "a" : "b";
    }

    /** What an app answers, over all pages: nothing is left unfinished. */
    private static void requireAllRemembered(StreamPair pair, int requests) throws Exception {
        int completed = 0;
        String after = "";
        do {
            JsonNode page = JSON.readTree(
                    pair.app("a").ask("/v1/requests?limit=500" + after).body());
            assertThat(page.has("incomplete")).as("%s", page).isFalse();
            for (JsonNode request : page.path("requests")) {
                assertThat(request.path("state").textValue()).as("%s", request).isEqualTo("COMPLETED");
                completed++;
            }
            after = page.has("next") ? "&after=" + page.path("next").textValue() : "";
        } while (!after.isEmpty());
        assertThat(completed).isEqualTo(requests);
    }

    private void settle(List<SteadyLoad.Sent> sent) {
        CommittedBooks books = new CommittedBooks(clients, admin, topics, registry);
        books.require(sent.stream().map(SteadyLoad.Sent::requestId).toList());
        String told = "%d requests, %d a second, a session of %d ms%n".formatted(sent.size(), RATE, SESSION_MS)
                + waits.told(sent, books.partitions());
        LOG.atInfo().log("{}", told);
        System.out.println(told);
    }

    /** Sessions are short, to see more in less time; an app without state gets its share at once, so that every kill hits work. */
    private List<String> settings() {
        return List.of(
                "--config=" + services.settingsFile(),
                "--topic.prefix=" + topics.prefix(),
                "--kafka.session.timeout.ms=" + SESSION_MS,
                "--kafka.heartbeat.interval.ms=" + SESSION_MS / 6,
                "--kafka.acceptable.recovery.lag=10000000");
    }
}
