package dev.titorelli.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.OutcomeKind;
import dev.titorelli.identity.RequestId;
import dev.titorelli.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two stream apps and two workers, programs of their own, on three stock brokers. */
class ClusterIT {

    private static final List<RequestClient> CLIENTS = List.of(RequestClient.values());
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private static Path data;

    private static ClusterPrograms cluster;
    private static ProgramProcess[] streams;
    private static ProgramProcess[] workers;

    private SystemUser user;
    private RequestLedger ledger;

    @BeforeAll
    static void start() throws Exception {
        cluster = ClusterPrograms.start(data);
        streams = new ProgramProcess[] {cluster.stream(), cluster.stream()};
        workers = new ProgramProcess[] {cluster.worker(), cluster.worker()};
        for (int i = 0; i < 2; i++) {
            streams[i].awaitReady();
            workers[i].awaitReady();
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

    @ParameterizedTest
    @EnumSource
    void servesRequestsHoweverTheirClientPlacesThem(RequestClient client) {
        for (int i = 0; i < 4; i++) {
            user.send(ledger.expect(Requests.of(Requests.circle().build())), client);
        }

        ledger.settle(PATIENCE);
    }

    @Test
    void paintsChainsOfSeveralImages() {
        GenerationRequest chain = Requests.of(
                Requests.circle().setImages(2).build(),
                Requests.recoloured("image").build());
        user.send(ledger.expect(chain));
        user.send(ledger.expect(Requests.of(Requests.circle().setImages(3).build())));

        ledger.settle(PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    void findsTheRequestThatAnotherClientCancels(RequestClient other) {
        RequestId request = user.send(ledger.expect(Requests.of(Requests.slow().build()), EventKind.CANCELLED));
        user.awaitEvent(request, EventKind.RUNNING);

        user.cancel(request, other);

        Event end = user.awaitEnd(request);
        assertThat(end.getKind()).isEqualTo(EventKind.CANCELLED);
        ledger.settle(PATIENCE);
    }

    @Test
    void endsEveryRequestOnceWhileABrokerAStreamAppAndAWorkerAreKilled() throws Exception {
        send(6);
        user.awaitOutcome(outcome -> outcome.getKind() == OutcomeKind.RUNNING);
        BrokerNode victim = cluster.brokers().leaderOf(Topics.JOB_CONTROL.name(Topics.DEFAULT_PREFIX));

        workers[0].kill();
        streams[0].kill();
        workers[0] = cluster.worker();
        streams[0] = cluster.stream();
        send(3);
        ledger.awaitEnds(3, PATIENCE);
        victim.kill();
        send(3);
        victim.start();

        System.out.println(ledger.settle(PATIENCE));
        cluster.brokers().awaitWhole();
        workers[0].awaitReady();
        streams[0].awaitReady();
    }

    private void send(int requests) {
        for (int i = 0; i < requests; i++) {
            RequestClient client = CLIENTS.get(i % CLIENTS.size());
            user.send(
                    ledger.expect(Requests.of(
                            Requests.circle().setImages(2).setSteps(40).build())),
                    client);
        }
    }
}
