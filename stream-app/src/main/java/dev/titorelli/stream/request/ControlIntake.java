package dev.titorelli.stream.request;

import dev.titorelli.BatchRecord;
import dev.titorelli.BatchRecordKind;
import dev.titorelli.Control;
import dev.titorelli.DeadLetter;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.decode.Arrived;
import dev.titorelli.stream.decode.DeadLetters;
import dev.titorelli.stream.request.Timers.Purpose;
import dev.titorelli.stream.request.Timers.Timer;
import dev.titorelli.stream.row.EarlyCancelRow;
import dev.titorelli.stream.row.RequestRow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Takes a user's word about a request or a batch. */
final class ControlIntake {

    private final Room room;
    private final Endings endings;

    ControlIntake(Room room, Endings endings) {
        this.room = room;
        this.endings = endings;
    }

    void take(String key, Arrived<Control> arrived) {
        switch (arrived.value().getKind()) {
            case CANCEL -> cancel(key, Brief.text(arrived.value().getReason()));
            case SEAL -> seal(key, arrived);
            case UNKNOWN -> bury(key, arrived);
        }
    }

    private void bury(String key, Arrived<Control> arrived) {
        DeadLetter letter = DeadLetters.about(
                arrived,
                FaultCode.NOT_SUPPORTED,
                "this version does not know what the control asks for; it knows CANCEL and SEAL",
                Map.of(),
                room.nowMs());
        room.outbox().send(Destination.REQUEST_DLQ, key, letter, arrived.traceparent());
    }

    private void cancel(String key, String reason) {
        Optional<RequestRow> header = room.requests().header(key);
        if (header.isEmpty()) {
            keepForLater(key, reason);
        } else if (RequestState.stored(header.get().getState()) instanceof RequestState.Ongoing ongoing) {
            endings.end(header.get(), ongoing.cancel(), reason);
        }
    }

    private void keepForLater(String key, String reason) {
        long now = room.nowMs();
        room.requests().earlyCancels().put(key, new EarlyCancelRow(reason, now));
        long due = now + room.settings().earlyCancelRetention().toMillis();
        room.timers().set(new Timer(due, Purpose.DROP_CANCEL, key));
    }

    private void seal(String key, Arrived<Control> arrived) {
        Control control = arrived.value();
        BatchRecord sealed = BatchRecord.newBuilder()
                .setKind(BatchRecordKind.SEALED)
                .setTenant(control.getTenant())
                .setBatch(control.getBatch())
                .setExpected(control.getExpected())
                .setAt(Instant.ofEpochMilli(room.nowMs()))
                .build();
        room.outbox().send(Destination.BATCH, key, sealed, arrived.traceparent());
    }
}
