package dev.titorelli.stream.request;

import dev.titorelli.BatchRecord;
import dev.titorelli.BatchRecordKind;
import dev.titorelli.Event;
import dev.titorelli.Notice;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.StageRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Tells users and batch counters where a request stands. */
final class Teller {

    private final Room room;

    Teller(Room room) {
        this.room = room;
    }

    /** Brings a request to its next state and starts the event that says so; {@link #send} ends it. */
    Event.Builder enter(RequestRow header, RequestState.Told state) {
        header.setState(state.storedName());
        header.setSequence(header.getSequence() + 1);
        return Event.newBuilder()
                .setKind(state.event())
                .setTenant(header.getTenant())
                .setRequestId(header.getRequestId())
                .setSequence(header.getSequence())
                .setAt(Instant.ofEpochMilli(room.nowMs()))
                .setModel(header.getModel())
                .setBatch(header.getBatch())
                .setLabels(header.getLabels())
                .setJobs(header.getStages().stream().mapToInt(StageRow::getJobs).sum())
                .setJobsDone(
                        header.getStages().stream().mapToInt(StageRow::getDone).sum())
                .setNotices(header.getNotices().stream()
                        .map(notice -> new Notice(notice.getCode(), notice.getDetail()))
                        .toList())
                // The builder looks up and copies the default of each field that is not set, which takes longer than
                // the rest.
                .setImages(List.of())
                .setFailedJobs(List.of())
                .setViolations(List.of())
                .setFailure(null)
                .setReason("")
                .setPosition(null)
                .setEstimatedStartMs(null)
                .setRetryAfterMs(null)
                .setRequests(Map.of());
    }

    void send(RequestRow header, Event.Builder event) {
        room.outbox().send(Destination.EVENT, RequestRows.key(header), event.build(), header.getTraceparent());
    }

    /** Counts a request under its batch label, if it has one. */
    void count(RequestRow header, BatchRecordKind kind) {
        if (header.getBatch().isEmpty()) {
            return;
        }
        BatchRecord counted = BatchRecord.newBuilder()
                .setKind(kind)
                .setTenant(header.getTenant())
                .setBatch(header.getBatch())
                .setRequestId(header.getRequestId())
                .setImages(
                        header.getStages().stream().mapToInt(StageRow::getDone).sum())
                .setAt(Instant.ofEpochMilli(room.nowMs()))
                .build();
        String key = header.getTenant() + "/" + header.getBatch();
        room.outbox().send(Destination.BATCH, key, counted, header.getTraceparent());
    }
}
