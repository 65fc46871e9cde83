package dev.titorelli.standalone;

import dev.titorelli.EventKind;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Stage;
import dev.titorelli.identity.RequestId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A long stream of requests of all kinds while brokers, stream apps and workers are killed, restarted and added in turn. */
@Tag("chaos")
class ChaosIT {

    private static final Logger LOG = LoggerFactory.getLogger(ChaosIT.class);
    private static final int REQUESTS = Integer.getInteger("chaos.requests", 200);
    private static final int OPEN = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<RequestClient> CLIENTS = List.of(RequestClient.values());

    @TempDir
    private Path data;

    private final Random random = new Random(42);

    @Test
    void endsEveryRequestOnceWhateverIsKilled() throws Exception {
        try (ClusterPrograms cluster = ClusterPrograms.start(data);
                SystemUser user = new SystemUser(cluster.bootstrapServers(), cluster.registry());
                RequestLedger ledger =
                        new RequestLedger(cluster.bootstrapServers(), cluster.registry(), cluster.objects())) {
            ClusterFaults faults = new ClusterFaults(cluster);
            faults.begin();
            for (int sent = 1; sent <= REQUESTS; sent++) {
                send(user, ledger);
                ledger.awaitEnds(sent - OPEN, PATIENCE);
            }
            Map<String, Integer> happened = faults.end();
            RequestLedger.Figures figures = ledger.settle(PATIENCE);
            cluster.requireNoneBroken();
            LOG.atInfo().log("{}; {}", figures, happened);
            System.out.println(figures + "; " + happened);
        }
    }

    private void send(SystemUser user, RequestLedger ledger) {
        RequestClient client = CLIENTS.get(random.nextInt(CLIENTS.size()));
        if (random.nextInt(20) == 0) {
            GenerationRequest unwanted = Requests.of(Requests.slow().build());
            RequestId request = user.send(ledger.expect(unwanted, EventKind.CANCELLED), client);
            user.cancel(request, CLIENTS.get(random.nextInt(CLIENTS.size())));
        } else {
            user.send(ledger.expect(painted()), client);
        }
    }

    private GenerationRequest painted() {
        Stage first = Requests.circle()
                .setImages(1 + random.nextInt(3))
                .setSteps(3 + random.nextInt(60))
                .build();
        return random.nextInt(4) == 0
                ? Requests.of(first, Requests.recoloured("image").build())
                : Requests.of(first);
    }
}
