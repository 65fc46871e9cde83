package dev.titorelli.worker.take;

import static dev.titorelli.worker.TestJobs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.QueueRoom;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.identity.QueueName;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveWorkersTest {

    private static final QueueName QUEUE = QueueName.parse("m.tokens-16");

    private final LiveWorkers workers = new LiveWorkers("self", "m");

    @Test
    void knowsWhoServesAQueueAndWithWhichRoom() {
        workers.heard(heartbeat("run-1").build(), NOON);
        workers.heard(heartbeat("run-2").setQueues(List.of()).build(), NOON);

        assertThat(workers.runs(NOON)).containsExactly("run-1", "run-2");
        assertThat(workers.servers(QUEUE, NOON)).containsExactly("run-1");
        assertThat(workers.room(QUEUE, NOON)).isEqualTo(3);
    }

    @Test
    void forgetsWhoIsSilentForThreeHeartbeats() {
        workers.heard(heartbeat("run-1").build(), NOON);

        assertThat(workers.runs(NOON.plusMillis(3_000))).containsExactly("run-1");
        assertThat(workers.runs(NOON.plusMillis(3_001))).isEmpty();
    }

    @Test
    void forgetsWhoHasEnded() {
        workers.heard(heartbeat("run-1").build(), NOON);
        workers.ended("run-1");

        assertThat(workers.runs(NOON)).isEmpty();
    }

    @Test
    void whoDrainsOrIsInTroubleServesNothing() {
        workers.heard(heartbeat("run-1").setDraining(true).build(), NOON);
        workers.heard(heartbeat("run-2").setTrouble("STORE_UNAVAILABLE").build(), NOON);

        assertThat(workers.servers(QUEUE, NOON)).isEmpty();
    }

    @Test
    void isNoOtherWorkerAndCountsNoneOfAnotherModel() {
        workers.heard(heartbeat("self").build(), NOON);
        workers.heard(heartbeat("run-1").setModels(List.of("other")).build(), NOON);

        assertThat(workers.runs(NOON)).isEmpty();
    }

    private static WorkerHeartbeat.Builder heartbeat(String run) {
        return WorkerHeartbeat.newBuilder()
                .setWorkerRun(run)
                .setIntervalMs(1_000)
                .setModels(List.of("m"))
                .setQueues(List.of(QueueRoom.newBuilder()
                        .setQueue(QUEUE.toString())
                        .setRoom(3)
                        .build()));
    }
}
