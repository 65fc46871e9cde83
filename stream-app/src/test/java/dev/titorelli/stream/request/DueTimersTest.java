package dev.titorelli.stream.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.stream.lease.LeaseSettings;
import dev.titorelli.stream.request.Timers.Purpose;
import dev.titorelli.stream.request.Timers.Timer;
import dev.titorelli.stream.row.EarlyCancelRow;
import dev.titorelli.stream.row.TestStore;
import dev.titorelli.stream.row.TimeMarks;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DueTimersTest {

    private static final int MANY = 1_000;

    private TestStore store;
    private Room room;

    @BeforeEach
    void open(@TempDir Path stateDir) {
        store = TestStore.inMemory(stateDir);
        room = new Room(
                new RequestRows(store.rows()),
                new JobRows(store.rows()),
                new Timers(new TimeMarks(store.rows(), "timer")),
                new EndedRequests(store.rows()),
                (to, key, value, traceparent) -> {},
                null,
                RequestSettings.of(null, LeaseSettings.DEFAULTS, RetentionSettings.DEFAULTS),
                () -> 10 * MANY * 60L * 60 * 1000,
                0);
        for (int i = 0; i < MANY; i++) {
            String request = "acme/r" + i;
            room.requests().earlyCancels().put(request, new EarlyCancelRow("why", 0L));
            room.timers().set(new Timer(i, Purpose.DROP_CANCEL, request));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private long left() {
        return room.requests().earlyCancels().countStartingWith("");
    }

    @Test
    void firesEverythingThatIsDueWhileThereIsTime() {
        new DueTimers(room, null, null, null, () -> () -> false).fire();

        assertThat(left()).isZero();
    }

    @Test
    void leavesTheRestToTheNextTickOnceTimeIsUp() {
        Iterator<Integer> looks = IntStream.range(0, 10 * MANY).iterator();
        DueTimers timers = new DueTimers(room, null, null, null, () -> () -> looks.next() % 300 == 299);

        timers.fire();
        assertThat(left()).isEqualTo(MANY - 300);
        timers.fire();
        assertThat(left()).isEqualTo(MANY - 600);
    }
}
