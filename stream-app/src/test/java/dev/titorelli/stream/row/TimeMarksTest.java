package dev.titorelli.stream.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.stream.row.TimeMarks.TimeMark;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeMarksTest {

    private TestStore store;
    private TimeMarks marks;

    @BeforeEach
    void open(@TempDir Path stateDir) {
        store = TestStore.inMemory(stateDir);
        marks = new TimeMarks(store.rows(), "timer");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void readsTheOldestFirstUpToATime() {
        marks.put(new TimeMark(30, "c"));
        marks.put(new TimeMark(10, "b/1"));
        marks.put(new TimeMark(10, "a"));

        assertThat(marks.upTo(29, 9)).containsExactly(new TimeMark(10, "a"), new TimeMark(10, "b/1"));
        assertThat(marks.upTo(30, 2)).hasSize(2);
        assertThat(marks.upTo(30, 9)).hasSize(3);
    }

    @Test
    void findsWhatIsPutBeforeWhereItLookedLast() {
        marks.upTo(1_000, 9);
        marks.put(new TimeMark(5, "late"));

        assertThat(marks.upTo(1_000, 9)).containsExactly(new TimeMark(5, "late"));
    }

    @Test
    void findsAgainWhatWasNotTakenAway() {
        marks.put(new TimeMark(10, "a"));
        marks.put(new TimeMark(20, "b"));
        marks.upTo(30, 1);

        marks.delete(new TimeMark(10, "a"));

        assertThat(marks.upTo(30, 1)).containsExactly(new TimeMark(20, "b"));
        assertThat(marks.upTo(30, 1)).containsExactly(new TimeMark(20, "b"));
    }

    @Test
    void findsEverythingAfterARestart() {
        marks.put(new TimeMark(10, "a"));
        marks.upTo(1_000, 9);

        assertThat(new TimeMarks(store.rows(), "timer").upTo(Long.MAX_VALUE - 1, 9))
                .containsExactly(new TimeMark(10, "a"));
    }
}
