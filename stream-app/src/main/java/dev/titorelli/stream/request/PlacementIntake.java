package dev.titorelli.stream.request;

import dev.titorelli.Failure;
import dev.titorelli.Placement;
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

    PlacementIntake(Room room, Standing standing, Attempts attempts) {
        this.room = room;
        this.standing = standing;
        this.attempts = attempts;
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
            case QUEUED, WAITING -> tellFirst(header);
            case REFUSED, PURGED -> attempts.fail(header, job, refusal(job, placement));
            case UNKNOWN -> {}
        }
    }

    private void release(RequestRow header, JobRow job) {
        JobStanding before = job.getStanding();
        job.setStanding(JobStanding.RELEASED);
        job.setSince(room.nowMs());
        room.jobs().put(job, before);
        tellFirst(header);
    }

    /** The first placement tells; later changes are found by the tick. */
    private void tellFirst(RequestRow header) {
        if (RequestState.stored(header.getState()) instanceof RequestState.Accepted) {
            standing.update(header);
        }
    }

    private static Failure refusal(JobRow job, Placement placement) {
        String code = placement.getReason().isEmpty() ? FaultCode.QUEUE_FULL.name() : Brief.code(placement.getReason());
        String why = code.equals(FaultCode.NOT_SET_UP.name()) ? ": " + FaultCode.NOT_SET_UP.meaning() : "";
        return new Failure(code, "the queue " + job.getQueue() + " did not keep the job" + why, true);
    }
}
