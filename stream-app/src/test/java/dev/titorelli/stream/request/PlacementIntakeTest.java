package dev.titorelli.stream.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Placement;
import dev.titorelli.PlacementKind;
import dev.titorelli.stream.lease.LeaseSettings;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.TestStore;
import dev.titorelli.stream.row.TimeMarks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementIntakeTest {

    private final List<Object> sent = new ArrayList<>();
    private KeyValueStore<String, byte[]> store;
    private Room room;
    private PlacementIntake placements;

    @BeforeEach
    void open(@TempDir Path stateDir) {
        store = TestStore.inMemory(stateDir).rows();
        room = new Room(
                new RequestRows(store),
                new JobRows(store),
                new Timers(new TimeMarks(store, "timer")),
                new EndedRequests(store),
                (to, key, value, traceparent) -> sent.add(value),
                null,
                RequestSettings.of(null, LeaseSettings.DEFAULTS, RetentionSettings.DEFAULTS),
                () -> 0,
                0);
        Teller teller = new Teller(room);
        StagePlans plans = new StagePlans(room);
        JobDispatch dispatch = new JobDispatch(room, plans);
        StageProgress progress = new StageProgress(
                room, new StageStart(room, plans, new JobStart(room, dispatch)), new Endings(room, teller, dispatch));
        Attempts attempts = new Attempts(room, dispatch, progress);
        placements = new PlacementIntake(
                room,
                new Standing(room, teller, null, null),
                attempts,
                new Refusals(room, dispatch, progress, attempts));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** The queue's answer may take a while; until then the job stands nowhere. */
    @Test
    void ignoresARefusalThatNamesTheJobOfAnotherRequest() {
        room.requests().put(header("ended", "CANCELLED"));
        room.requests().put(header("open", "ACCEPTED"));
        room.jobs()
                .put(
                        JobRow.newBuilder()
                                .setJobId("acme/open/image/0")
                                .setStage("image")
                                .setIndex(0)
                                .setQueue("mini.tokens-64")
                                .setStanding(JobStanding.ENQUEUED)
                                .build(),
                        JobStanding.UNKNOWN);

        placements.take(Placement.newBuilder()
                .setKind(PlacementKind.REFUSED)
                .setTenant("acme")
                .setRequestId("ended")
                .setJobId("acme/open/image/0")
                .setAttempt(1)
                .build());

        assertThat(sent).isEmpty();
        assertThat(room.jobs().find("acme/open/image/0")).isPresent();
    }

    private static RequestRow header(String requestId, String state) {
        return RequestRow.newBuilder()
                .setTenant("acme")
                .setRequestId(requestId)
                .setState(state)
                .build();
    }
}
