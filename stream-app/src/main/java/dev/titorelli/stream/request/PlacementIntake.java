package dev.titorelli.stream.request;

import dev.titorelli.Failure;
import dev.titorelli.Placement;
import dev.titorelli.PlacementKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import dev.titorelli.stream.row.RequestRow;
import java.util.Optional;

/** Takes the word of QUEUE about a job. */
final class PlacementIntake {

    private final Room room;
    private final Standing standing;
    private final Attempts attempts;
    private final Refusals refusals;
    private final JobDispatch dispatch;

    PlacementIntake(Room room, Standing standing, Attempts attempts, Refusals refusals, JobDispatch dispatch) {
        this.room = room;
        this.standing = standing;
        this.attempts = attempts;
        this.refusals = refusals;
        this.dispatch = dispatch;
    }

    void take(Placement placement) {
        String request = placement.getTenant() + "/" + placement.getRequestId();
        if (!placement.getJobId().startsWith(request + "/")) {
            return;
        }
        Optional<RequestRow> header = room.requests().header(request);
        Optional<JobRow> job = room.jobs().find(placement.getJobId());
        if (header.isEmpty() || job.isEmpty()) {
            disown(placement);
        } else if (job.get().getAttempt() == placement.getAttempt()
                && job.get().getStanding() == JobStanding.ENQUEUED) {
            place(header.get(), job.get(), placement);
        }
    }

    private void place(RequestRow header, JobRow job, Placement placement) {
        switch (placement.getKind()) {
            case RELEASED -> release(header, job);
            case QUEUED, WAITING -> wait(header, job, placement);
            case REFUSED -> refusals.refuse(header, job, refusal(job, placement), placement.getRetryAfterMs());
            case PURGED -> attempts.fail(header, job, failure(FaultCode.PURGED));
            case UNKNOWN -> {}
        }
    }

    /** The queue keeps a job that nobody wants: its ENQUEUE was read after its WITHDRAW. */
    private void disown(Placement placement) {
        boolean isKept = placement.getKind() == PlacementKind.RELEASED
                || placement.getKind() == PlacementKind.QUEUED
                || placement.getKind() == PlacementKind.WAITING;
        if (isKept && !placement.getQueue().isEmpty()) {
            dispatch.disown(placement);
        }
    }

    private void release(RequestRow header, JobRow job) {
        JobStanding before = job.getStanding();
        job.setStanding(JobStanding.RELEASED);
        job.setSince(room.nowMs());
        job.setPosition(null);
        job.setEstimatedStartMs(null);
        job.setPlacedAt(0);
        job.setUnserved(false);
        room.jobs().put(job, before);
        if (isAccepted(header)) {
            standing.update(header);
        }
    }

    /** The first placement tells the user, and the first worker's coming or the last one's going; a new position is kept. */
    private void wait(RequestRow header, JobRow job, Placement placement) {
        boolean unserved = placement.getKind() == PlacementKind.WAITING;
        boolean changes = unserved != job.getUnserved();
        job.setPosition(placement.getPosition());
        job.setEstimatedStartMs(placement.getEstimatedStartMs());
        job.setPlacedAt(room.nowMs());
        job.setUnserved(unserved);
        room.jobs().put(job, job.getStanding());
        if (changes || isAccepted(header)) {
            standing.update(header);
        }
    }

    private static boolean isAccepted(RequestRow header) {
        return RequestState.stored(header.getState()) instanceof RequestState.Accepted;
    }

    private static Failure refusal(JobRow job, Placement placement) {
        String code = placement.getReason().isEmpty() ? FaultCode.QUEUE_FULL.name() : Brief.code(placement.getReason());
        String why = code.equals(FaultCode.NOT_SET_UP.name()) ? ": " + FaultCode.NOT_SET_UP.meaning() : "";
        return new Failure(code, "the queue " + job.getQueue() + " did not keep the job" + why, true);
    }

    private static Failure failure(FaultCode code) {
        return new Failure(code.name(), code.meaning(), code.retryable());
    }
}
