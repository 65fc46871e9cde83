package dev.titorelli.stream.request;

import dev.titorelli.stream.row.Marks;
import java.util.List;

/** Things to do at a time, ordered by it, so that the due ones are one short range. */
final class Timers {

    private static final String FIRST = "";

    private final Marks marks;

    Timers(Marks marks) {
        this.marks = marks;
    }

    /** What a timer is for. */
    enum Purpose {
        /** An inspection of a request is asked again. */
        INSPECT,
        /** An open request expires. */
        EXPIRE,
        /** An ended request is forgotten. */
        FORGET,
        /** A cancel whose request never came is forgotten. */
        DROP_CANCEL
    }

    /** A timer that is due or will be. */
    record Timer(long dueMs, Purpose purpose, String request) {

        private String mark() {
            return "%016x/%s/%s".formatted(dueMs, purpose, request);
        }

        private static Timer of(String mark) {
            String[] parts = mark.split("/", 3);
            return new Timer(Long.parseLong(parts[0], 16), Purpose.valueOf(parts[1]), parts[2]);
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
        return marks.between(FIRST, "%016x".formatted(nowMs + 1), atMost).stream()
                .map(Timer::of)
                .toList();
    }
}
