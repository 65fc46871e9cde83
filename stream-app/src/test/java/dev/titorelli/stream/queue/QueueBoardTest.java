package dev.titorelli.stream.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Lane;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueBoardTest {

    private final QueueBoard board = new QueueBoard();
    private final Object room = new Object();
    private final Object other = new Object();

    @Test
    void keepsTheNewestReportOfEachQueueByName() {
        board.publish(room, report("b", 1));
        board.publish(room, report("a", 2));
        board.publish(other, report("b", 3));

        assertThat(board.reports()).containsExactly(report("a", 2), report("b", 3));
        assertThat(board.report("b")).contains(report("b", 3));
    }

    @Test
    void aRoomTakesAwayOnlyItsOwnReports() {
        board.publish(room, report("a", 1));
        board.publish(other, report("b", 1));

        board.remove(room, "b");
        board.removeAll(room);

        assertThat(board.reports()).containsExactly(report("b", 1));
    }

    @Test
    void knowsWhichPartitionsHaveBegunToTell() {
        board.publish(room, report("a", 1));
        assertThat(board.partitions()).isEmpty();

        board.begin(room, 2);
        board.begin(other, 0);
        assertThat(board.partitions()).containsExactlyInAnyOrder(0, 2);

        board.removeAll(room);
        assertThat(board.partitions()).containsExactly(0);
    }

    private static QueueReport report(String queue, int unstarted) {
        return new QueueReport(queue, Lane.BULK, false, unstarted, 0, 0, List.of());
    }
}
