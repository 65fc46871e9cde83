package dev.titorelli.stream.request;

import dev.titorelli.BatchRecordKind;
import dev.titorelli.Event;
import dev.titorelli.FailedJob;
import dev.titorelli.Failure;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.request.Timers.Purpose;
import dev.titorelli.stream.request.Timers.Timer;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.RequestRow;
import java.util.List;

/** Ends a request: exactly one final event, its remaining jobs withdrawn, its rows cut down to what a repetition needs. */
final class Endings {

    private final Room room;
    private final Teller teller;
    private final JobDispatch dispatch;

    Endings(Room room, Teller teller, JobDispatch dispatch) {
        this.room = room;
        this.teller = teller;
        this.dispatch = dispatch;
    }

    void end(RequestRow header, RequestState.Ended state, String reason) {
        boolean hasFailed = state instanceof RequestState.Failed;
        end(header, state, reason, hasFailed ? firstCause(room.requests().failures(header)) : null);
    }

    /** Ends a request of which no job was ever planned. */
    void fail(RequestRow header, RequestState.Failed state, Failure cause) {
        end(header, state, "", cause);
    }

    private void end(RequestRow header, RequestState.Ended state, String reason, Failure cause) {
        String request = RequestRows.key(header);
        if (RequestState.stored(header.getState()) instanceof RequestState.Inspecting) {
            room.requests().inspections().dropAll(request);
        }
        for (JobRow job : room.jobs().ofRequest(header)) {
            dispatch.cancel(header, job, state.storedName());
            dispatch.tellQueue(header, job, QueueRecordKind.WITHDRAW);
            room.jobs().delete(job);
        }
        Event.Builder event = teller.enter(header, state)
                .setImages(room.requests().images(header))
                .setFailedJobs(room.requests().failures(header))
                .setReason(reason)
                .setFailure(cause)
                .setRetryAfterMs(state instanceof RequestState.Failed ? header.getRetryAfterMs() : null);
        teller.send(header, event);
        teller.count(header, BatchRecordKind.valueOf(state.storedName()));
        remember(header);
    }

    /** Keeps an ended request for a while; also one that was rejected. */
    void remember(RequestRow header) {
        String request = RequestRows.key(header);
        long now = room.nowMs();
        if (header.getDeadline() > 0) {
            room.timers().clear(new Timer(header.getDeadline(), Purpose.EXPIRE, request));
        }
        header.setEndedAt(now);
        room.requests().dropWorkings(header);
        room.requests().put(header);
        room.ended().add(request, now);
    }

    /** A cause of its own says more than that a stage before failed. */
    private static Failure firstCause(List<FailedJob> failures) {
        return failures.stream()
                .map(FailedJob::getFailure)
                .filter(failure -> !failure.getCode().equals(FaultCode.STAGE_FAILED.name()))
                .findFirst()
                .orElse(null);
    }
}
