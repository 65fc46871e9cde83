package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.Stage;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.client.LateWatch;
import dev.titorelli.standalone.client.StreamQueries;
import dev.titorelli.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two stream apps and two workers, programs of their own, on three stock brokers. */
class ClusterIT {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterIT.class);
    private static final List<RequestClient> CLIENTS = List.of(RequestClient.values());
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Of the largest size: more than a broker's restart takes. */
    private static final int LASTING_STEPS = 200;

    @TempDir
    private static Path data;

    private static ClusterPrograms cluster;
    private static Queue<ProgramProcess> streams;

    private SystemUser user;
    private RequestLedger ledger;

    @BeforeAll
    static void start() throws Exception {
        cluster = ClusterPrograms.start(data);
        streams = new ArrayDeque<>(List.of(cluster.stream(), cluster.stream()));
        List<ProgramProcess> programs = new ArrayList<>(List.of(cluster.worker(), cluster.worker()));
        programs.addAll(streams);
        for (ProgramProcess program : programs) {
            program.awaitReady();
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void connect() {
        user = new SystemUser(cluster.bootstrapServers(), cluster.registry());
        ledger = new RequestLedger(cluster.bootstrapServers(), cluster.registry(), cluster.objects());
    }

    @AfterEach
    void disconnect() {
        ledger.close();
        user.close();
    }

    @Test
    void servesRequestsHoweverTheirClientPlacesThem() throws IOException {
        for (RequestClient client : RequestClient.values()) {
            for (int i = 0; i < 3; i++) {
                user.send(ledger.expect(Requests.of(Requests.circle().build())), client);
            }
        }

        settled();
    }

    @Test
    void paintsChainsOfSeveralImages() throws IOException {
        user.send(ledger.expect(Requests.of(
                Requests.circle().setImages(2).build(),
                Requests.recoloured("image").setImages(2).build())));
        user.send(ledger.expect(Requests.of(Requests.circle().setImages(3).build())));

        settled();
    }

    @Test
    void findsTheRequestThatAnotherClientCancels() throws IOException {
        List<RequestId> requests = CLIENTS.stream()
                .map(client -> user.send(
                        ledger.expect(Requests.of(Requests.slow().build()), EventKind.CANCELLED),
                        RequestClient.MURMUR2))
                .toList();
        requests.forEach(request -> user.awaitEvent(request, EventKind.ACCEPTED));

        for (RequestClient other : RequestClient.values()) {
            user.cancel(requests.get(CLIENTS.indexOf(other)), other);
        }

        settled();
    }

    @Test
    void endsEveryRequestOnceWhenAWorkerAndAStreamAppAreKilledAndOthersTakeOver() throws Exception {
        RequestId painted = send(1, 300).get(0);
        send(6, 20);

        cluster.program(user.awaitPainter(painted)).kill();
        streams.remove().kill();
        ProgramProcess worker = cluster.worker();
        streams.add(cluster.stream());
        send(2, 20);

        assertThat(settled().imagesByAttempt())
                .as("the killed worker's picture")
                .containsKey(2);
        worker.awaitReady();
        for (ProgramProcess stream : streams) {
            stream.awaitReady();
        }
    }

    @Test
    void endsEveryRequestOnceWhileABrokerIsGone() throws Exception {
        BrokerNode victim = cluster.brokers().leaderOf(Topics.JOB_CONTROL.name(Topics.DEFAULT_PREFIX));
        RequestId painted = send(1, 100).get(0);
        send(4, 20);
        user.awaitPainter(painted);

        victim.kill();
        send(2, 20);
        settled();

        victim.start();
        cluster.brokers().awaitWhole();
    }

    @Test
    void startsNoRunningJobAgainWhileABrokerRestartsAndGoesOnTellingWhoWatches() throws Exception {
        BrokerNode victim = cluster.brokers().leaderOf(Topics.WORKER.name(Topics.DEFAULT_PREFIX));
        RequestId painted = user.send(ledger.expect(
                Requests.of(Requests.slow().setImages(2).setSteps(LASTING_STEPS).build())));
        send(4, 20);
        user.awaitOutcomes(painted, OutcomeKind.RUNNING, 2);
        Addresses addresses = cluster.addresses(streams);
        try (Client client = Client.open(addresses);
                LateWatch watch = new LateWatch(
                        client.follow(), new StreamQueries(addresses.streams()), painted, Clock.systemUTC())) {
            assertThat(watch.begin()).isTrue();

            victim.stop();
            watch.poll(Duration.ofSeconds(1));
            victim.start();
            assertThat(watch.standing(painted).end())
                    .as("painted while the broker was away")
                    .isEmpty();
            send(2, 20);

            settled();
            assertThat(endOf(watch, painted)).isEqualTo(EventKind.COMPLETED);
        }
        requireStartedOnce(painted, 2);
        cluster.brokers().awaitWhole();
    }

    private void requireStartedOnce(RequestId request, int images) {
        assertThat(ledger.images(request))
                .hasSize(images)
                .extracting(EventImage::getAttempt)
                .containsOnly(1);
        assertThat(user.awaitOutcomes(request, OutcomeKind.SUCCEEDED, images))
                .filteredOn(outcome -> outcome.getKind() == OutcomeKind.STARTED)
                .hasSize(images)
                .extracting(Outcome::getAttempt)
                .containsOnly(1);
    }

    private static EventKind endOf(LateWatch watch, RequestId request) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (watch.standing(request).end().isEmpty() && System.nanoTime() - deadline < 0) {
            watch.poll(Duration.ofSeconds(1));
        }
        return watch.standing(request).end().map(Event::getKind).orElse(EventKind.UNKNOWN);
    }

    private RequestLedger.Figures settled() throws IOException {
        RequestLedger.Figures figures = ledger.settle(PATIENCE);
        LOG.atInfo().log("{}", figures);
        cluster.requireNoneBroken();
        return figures;
    }

    /** Requests for two images each, from clients of every kind. */
    private List<RequestId> send(int requests, int steps) {
        List<RequestId> sent = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            Stage stage = Requests.circle().setImages(2).setSteps(steps).build();
            sent.add(user.send(ledger.expect(Requests.of(stage)), CLIENTS.get(i % CLIENTS.size())));
        }
        return sent;
    }
}
