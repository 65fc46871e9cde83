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

    PlacementIntake(Room room, Standing standing, Attempts attempts, Refusals refusals) {
        this.room = room;
        this.standing = standing;
        this.attempts = attempts;
        this.refusals = refusals;
    }

    void take(Placement placement) {
        String request = placement.getTenant() + "/" + placement.getRequestId();
        Optional<RequestRow> header = room.requests().header(request);
        Optional<JobRow> job = room.jobs()
                .find(placement.getJobId())
                .filter(row -> row.getJobId().startsWith(request + "/"))
                .filter(row -> row.getAttempt() == placement.getAttempt() && row.getStanding() == JobStanding.ENQUEUED);
        if (header.isPresent() && job.isPresent()) {
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
