package dev.titorelli.worker.take;

import static dev.titorelli.worker.TestJobs.NOON;
import static dev.titorelli.worker.TestJobs.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.HeldJob;
import dev.titorelli.QueueRoom;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.FakePainter;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.take.Heartbeats.Contents;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeartbeatsTest {

    private static final Contents IDLE = new Contents(List.of(), rooms(1), List.of(), false, "");

    private final SentRecords sent = new SentRecords(true);
    private final Heartbeats heartbeats = new Heartbeats(
            sent.sender(),
            new Heartbeats.Speaker("run-1", "north", "m"),
            new FakePainter(() -> {}).description(),
            Duration.ofSeconds(5));

    @Test
    void tellsWhoSpeaksAndWhatItHolds() {
        HeldJob job = aRun().held();
        heartbeats.beat(new Contents(List.of(job), rooms(0), List.of("tiny/ink"), true, "STORE_UNAVAILABLE"), NOON);
        assertThat(said()).singleElement().satisfies(heartbeat -> {
            assertThat(heartbeat.getWorkerRun()).isEqualTo("run-1");
            assertThat(heartbeat.getWorker()).isEqualTo("north");
            assertThat(heartbeat.getModels()).containsExactly("m");
            assertThat(heartbeat.getCounter()).isEqualTo(1);
            assertThat(heartbeat.getIntervalMs()).isEqualTo(5000);
            assertThat(heartbeat.getAt()).isEqualTo(NOON);
            assertThat(heartbeat.getJobs()).containsExactly(job);
            assertThat(heartbeat.getQueues())
                    .singleElement()
                    .extracting("queue", "room", "armed", "emptySince")
                    .containsExactly("m.tokens-16", 0, true, NOON);
            assertThat(heartbeat.getAdapters()).containsExactly("tiny/ink");
            assertThat(heartbeat.getDraining()).isTrue();
            assertThat(heartbeat.getTrouble()).isEqualTo("STORE_UNAVAILABLE");
            assertThat(heartbeat.getProfile()).containsEntry("device", "fake");
        });
    }

    @Test
    void speaksOnceAnIntervalWhenNothingChanges() {
        heartbeats.beat(IDLE, NOON);
        heartbeats.beat(IDLE, NOON.plusMillis(4999));
        heartbeats.beat(IDLE, NOON.plusMillis(5000));
        assertThat(said()).extracting(WorkerHeartbeat::getCounter).containsExactly(1L, 2L);
    }

    @Test
    void speaksAtOnceWhenItHoldsAnotherJobOrHasRoomAgain() {
        heartbeats.beat(IDLE, NOON);
        heartbeats.beat(new Contents(List.of(aRun().held()), rooms(0), List.of(), false, ""), NOON.plusMillis(10));
        heartbeats.beat(IDLE, NOON.plusMillis(20));
        assertThat(said()).hasSize(3);
    }

    @Test
    void waitsForTheIntervalToTellSteps() {
        HeldJob job = aRun().held();
        HeldJob later = HeldJob.newBuilder(job).setStep(3).build();
        heartbeats.beat(new Contents(List.of(job), rooms(0), List.of(), false, ""), NOON);
        heartbeats.beat(new Contents(List.of(later), rooms(0), List.of(), false, ""), NOON.plusMillis(10));
        assertThat(said()).hasSize(1);
    }

    @Test
    void endsWithATombstone() {
        heartbeats.beat(IDLE, NOON);
        assertThat(heartbeats.end()).isCompleted();
        assertThat(sent.records(Topics.WORKER)).last().satisfies(record -> assertThat(record.value())
                .isNull());
    }

    private List<WorkerHeartbeat> said() {
        return sent.records(Topics.WORKER).anyMatch(record -> record.value() == null)
                ? List.of()
                : sent.values(Topics.WORKER);
    }

    private static List<QueueRoom> rooms(int room) {
        return List.of(QueueRoom.newBuilder()
                .setQueue("m.tokens-16")
                .setRoom(room)
                .setArmed(true)
                .setEmptySince(NOON)
                .build());
    }
}
