package dev.titorelli.stream.request;

import dev.titorelli.stream.request.Timers.Timer;
import dev.titorelli.stream.row.EarlyCancelRow;
import dev.titorelli.stream.row.Rows;
import dev.titorelli.stream.row.TimeMarks.TimeMark;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Does what is due. A tick does so much as fits into a short time, whatever has piled up: the next one goes on, and what
 * has come meanwhile is not kept waiting.
 */
final class DueTimers {

    private static final int AT_ONCE = 200;

    private final Room room;
    private final Endings endings;
    private final Attempts attempts;
    private final Inspections inspections;
    private final Supplier<BooleanSupplier> time;

    /** @param time starts a tick's time, and says from then on whether it is up */
    DueTimers(Room room, Endings endings, Attempts attempts, Inspections inspections, Supplier<BooleanSupplier> time) {
        this.room = room;
        this.endings = endings;
        this.attempts = attempts;
        this.inspections = inspections;
        this.time = time;
    }

    void fire() {
        BooleanSupplier isUp = time.get();
        if (fireTimers(isUp)) {
            forgetEnded(isUp);
        }
    }

    /** Whether all due timers were fired. */
    private boolean fireTimers(BooleanSupplier isUp) {
        List<Timer> due;
        do {
            due = room.timers().due(room.nowMs(), AT_ONCE);
            for (Timer timer : due) {
                room.timers().clear(timer);
                fire(timer);
                if (isUp.getAsBoolean()) {
                    return false;
                }
            }
        } while (due.size() == AT_ONCE);
        return true;
    }

    private void fire(Timer timer) {
        switch (timer.purpose()) {
            case EXPIRE -> expire(timer.subject());
            case INSPECT -> inspections.due(timer.subject());
            case RETRY -> attempts.emitDue(timer.subject(), timer.dueMs());
            case DROP_CANCEL -> dropCancel(timer.subject());
            case FORGET -> room.requests().forget(timer.subject());
        }
    }

    private void forgetEnded(BooleanSupplier isUp) {
        RetentionSettings retention = room.settings().retention();
        long endedUntil = room.nowMs() - retention.time().toMillis();
        List<TimeMark> surplus;
        do {
            surplus = room.ended().surplus(endedUntil, retention.requests(), AT_ONCE);
            for (TimeMark ended : surplus) {
                room.ended().remove(ended);
                room.requests().forget(ended.text());
                if (isUp.getAsBoolean()) {
                    return;
                }
            }
        } while (!surplus.isEmpty());
    }

    /** A cancel that was said again later is kept for its own time. */
    private void dropCancel(String request) {
        long oldest = room.nowMs() - room.settings().earlyCancelRetention().toMillis();
        Rows<EarlyCancelRow> cancels = room.requests().earlyCancels();
        cancels.find(request).filter(row -> row.getAt() <= oldest).ifPresent(row -> cancels.delete(request));
    }

    private void expire(String request) {
        room.requests().header(request).ifPresent(header -> {
            if (RequestState.stored(header.getState()) instanceof RequestState.Ongoing ongoing) {
                endings.end(header, ongoing.expire(), "");
            }
        });
    }
}
