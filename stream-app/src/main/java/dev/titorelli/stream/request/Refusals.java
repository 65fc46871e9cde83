package dev.titorelli.stream.request;

import dev.titorelli.FailedJob;
import dev.titorelli.Failure;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.StageRow;

/** What becomes of a stage that its queue does not keep: all of it fails at once, and nothing is tried again. */
final class Refusals {

    private final Room room;
    private final JobDispatch dispatch;
    private final StageProgress progress;
    private final Attempts attempts;

    Refusals(Room room, JobDispatch dispatch, StageProgress progress, Attempts attempts) {
        this.room = room;
        this.dispatch = dispatch;
        this.progress = progress;
        this.attempts = attempts;
    }

    /**
     * A queue does not keep a job. A further attempt fails alone: others of its stage may have their pictures.
     *
     * @param retryAfterMs when the queue wants to be asked again; null when it did not say
     */
    void refuse(RequestRow header, JobRow refused, Failure cause, Long retryAfterMs) {
        header.setRetryAfterMs(retryAfterMs);
        if (refused.getAttempt() > 1) {
            attempts.fail(header, refused, cause);
            return;
        }
        StageRow stage = StageRows.find(header, refused.getStage());
        room.jobs().ofRequest(header).stream()
                .filter(job -> job.getStage().equals(refused.getStage()))
                .forEach(job -> drop(header, stage, job, refused, cause));
        progress.advance(header);
    }

    /** A queue refuses a stage by its first job: only one that has just forgotten the others may have kept some of them. */
    private void drop(RequestRow header, StageRow stage, JobRow job, JobRow refused, Failure cause) {
        if (job.getStanding() != JobStanding.ENQUEUED) {
            dispatch.cancel(header, job, cause.getCode());
        }
        if (refused.getIndex() > 0) {
            dispatch.tellQueue(header, job, QueueRecordKind.WITHDRAW);
        }
        room.jobs().delete(job);
        FailedJob failed = new FailedJob(job.getStage(), job.getIndex(), 0, Brief.failure(cause));
        room.requests().putFailure(RequestRows.key(header), failed);
        stage.setFailed(stage.getFailed() + 1);
    }
}
