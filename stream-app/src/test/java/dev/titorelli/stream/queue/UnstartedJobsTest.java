package dev.titorelli.stream.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.QueueRoom;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.catalogue.PlainAvroSerde;
import dev.titorelli.stream.catalogue.WorkerPosition;
import dev.titorelli.stream.row.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnstartedJobsTest {

    private static final QueueName SMALL = QueueName.parse("mini.tokens-64");
    private static final QueueName LARGE = QueueName.parse("mini.tokens-256");
    private static final QueueName BULK = QueueName.parse("mini.tokens-64.bulk");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final UnstartedJobs unstarted = new UnstartedJobs();
    private final WorkerPosition position = new WorkerPosition();
    private KeyValueStore<String, WorkerHeartbeat> heartbeats;
    private LiveWorkers workers;

    @BeforeEach
    void open(@TempDir Path folder) {
        heartbeats = TestStore.inMemory(PlainAvroSerde.of(WorkerHeartbeat.class), folder);
        workers = new LiveWorkers(heartbeats, position);
    }

    @AfterEach
    void close() {
        heartbeats.close();
    }

    @Test
    void everyWorkersRoomCounts() {
        heartbeat("w1", 4, SMALL, LARGE);
        heartbeat("w2", 3, SMALL);

        assertThat(room(SMALL)).isEqualTo(7);
        assertThat(room(LARGE)).isEqualTo(4);
    }

    @Test
    void whatOneQueueReleasedTakesTheRoomOfTheOthersOfThatWorker() {
        heartbeat("w1", 4, SMALL, LARGE);
        unstarted.set(SMALL, 3);

        assertThat(room(LARGE)).isEqualTo(1);
        assertThat(room(SMALL)).as("its own are counted by the queue itself").isEqualTo(4);
    }

    @Test
    void thoseWhoServeTheOtherQueueShareWhatItReleased() {
        heartbeat("w1", 4, SMALL, LARGE);
        heartbeat("w2", 4, SMALL);
        unstarted.set(SMALL, 4);

        assertThat(room(LARGE)).isEqualTo(2);
    }

    @Test
    void interactiveDoesNotWaitForBulk() {
        heartbeat("w1", 4, SMALL, BULK);
        unstarted.set(BULK, 4);
        assertThat(room(SMALL)).isEqualTo(4);

        unstarted.set(BULK, 0);
        unstarted.set(SMALL, 4);
        assertThat(room(BULK)).isZero();
    }

    @Test
    void aWorkerThatDrainsOrIsInTroubleHasNoRoom() {
        heartbeat("w1", 4, SMALL);
        heartbeats.put("w2", of("w2", 4, SMALL).setDraining(true).build());
        heartbeats.put("w3", of("w3", 4, SMALL).setTrouble("STORE_UNAVAILABLE").build());

        assertThat(room(SMALL)).isEqualTo(4);
    }

    @Test
    void aWorkerIsSilentAfterThreeHeartbeatsHoweverItsClockGoes() {
        heartbeats.put(
                "w1", of("w1", 4, SMALL).setAt(NOW.plus(Duration.ofDays(1))).build());
        position.readUpTo(1);
        workers.look(NOW.toEpochMilli());
        assertThat(unstarted.room(SMALL, workers)).isEqualTo(4);
        workers.look(NOW.toEpochMilli() + 15_001);

        assertThat(unstarted.room(SMALL, workers)).isZero();
    }

    @Test
    void aHeartbeatFromLongAgoThatTheTopicHasKeptSaysNothing() {
        heartbeats.put("w1", of("w1", 4, SMALL).setAt(NOW.minusSeconds(60)).build());

        assertThat(room(SMALL)).isZero();
    }

    private int room(QueueName queue) {
        position.readUpTo(position.next() + 1);
        workers = new LiveWorkers(heartbeats, position);
        workers.look(NOW.toEpochMilli());
        return unstarted.room(queue, workers);
    }

    private void heartbeat(String run, int room, QueueName... queues) {
        heartbeats.put(run, of(run, room, queues).build());
    }

    private static WorkerHeartbeat.Builder of(String run, int room, QueueName... queues) {
        return WorkerHeartbeat.newBuilder()
                .setWorkerRun(run)
                .setCounter(1)
                .setAt(NOW)
                .setQueues(Arrays.stream(queues)
                        .map(queue -> QueueRoom.newBuilder()
                                .setQueue(queue.toString())
                                .setRoom(room)
                                .build())
                        .toList());
    }
}
