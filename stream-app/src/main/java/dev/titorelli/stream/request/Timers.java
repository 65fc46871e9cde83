package dev.titorelli.stream.request;

import dev.titorelli.stream.row.TimeMarks;
import dev.titorelli.stream.row.TimeMarks.TimeMark;
import java.util.List;

/** Things to do at a time, ordered by it, so that the due ones are one short range. */
final class Timers {

    private final TimeMarks marks;

    Timers(TimeMarks marks) {
        this.marks = marks;
    }

    /** What a timer is for. */
    enum Purpose {
        /** An inspection of a request is asked again. */
        INSPECT,
        /** An open request expires. */
        EXPIRE,
        /** A job's next attempt is emitted. */
        RETRY,
        /** A cancel whose request never came is forgotten. */
        DROP_CANCEL,
        /** An ended request is forgotten; set by versions before the index of ended requests. */
        FORGET
    }

    /**
     * A timer that is due or will be.
     *
     * @param subject the request; for {@link Purpose#RETRY} the jobId
     */
    record Timer(long dueMs, Purpose purpose, String subject) {

        private TimeMark mark() {
            return new TimeMark(dueMs, purpose + "/" + subject);
        }

        private static Timer of(TimeMark mark) {
            int slash = mark.text().indexOf('/');
            Purpose purpose = Purpose.valueOf(mark.text().substring(0, slash));
            return new Timer(mark.atMs(), purpose, mark.text().substring(slash + 1));
        }
    }

    void set(Timer timer) {
        marks.put(timer.mark());
    }

    void clear(Timer timer) {
        marks.delete(timer.mark());
    }

    /** Timers that are due, the oldest first, at most so many. */
    List<Timer> due(long nowMs, int atMost) {
        return marks.upTo(nowMs, atMost).stream().map(Timer::of).toList();
    }
}
