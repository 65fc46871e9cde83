package dev.titorelli.stream.request;

import dev.titorelli.stream.request.Timers.Timer;
import dev.titorelli.stream.row.EarlyCancelRow;
import dev.titorelli.stream.row.Rows;

/** Does what is due. */
final class DueTimers {

    private final Room room;
    private final Endings endings;
    private final Inspections inspections;

    DueTimers(Room room, Endings endings, Inspections inspections) {
        this.room = room;
        this.endings = endings;
        this.inspections = inspections;
    }

    void fire() {
        for (Timer timer : room.timers().due(room.nowMs(), room.settings().timersATick())) {
            room.timers().clear(timer);
            switch (timer.purpose()) {
                case INSPECT -> inspections.due(timer.request());
                case EXPIRE -> expire(timer.request());
                case FORGET -> room.requests().forget(timer.request());
                case DROP_CANCEL -> dropCancel(timer.request());
            }
        }
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
