package dev.titorelli.stream.request;

import dev.titorelli.FailedJob;
import dev.titorelli.Failure;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.stream.lease.LeaseRules;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.StageRow;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a job its next attempt, or lets it fail when it has none left. */
final class Attempts {

    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private final Room room;
    private final JobDispatch dispatch;
    private final StageProgress progress;

    Attempts(Room room, JobDispatch dispatch, StageProgress progress) {
        this.room = room;
        this.dispatch = dispatch;
        this.progress = progress;
    }

    /** @param costs whether the attempt that ended counts against the limit */
    void retry(RequestRow header, JobRow job, Failure cause, boolean costs) {
        Optional<JobRow> next = LeaseRules.nextAttempt(job, costs, room.nowMs());
        if (next.isEmpty()) {
            fail(header, job, cause);
            return;
        }
        log.atWarn()
                .addKeyValue("jobId", job.getJobId())
                .addKeyValue("attempt", next.get().getAttempt())
                .addKeyValue("code", Brief.code(cause.getCode()))
                .log("a job is tried again");
        room.jobs().put(next.get());
        dispatch.enqueue(header, next.get(), 1);
    }

    void fail(RequestRow header, JobRow job, Failure cause) {
        dispatch.tellQueue(header, job, QueueRecordKind.ENDED);
        room.jobs().delete(job);
        int attempts = job.getSpent() + 1;
        room.requests()
                .putFailure(
                        RequestRows.key(header),
                        new FailedJob(job.getStage(), job.getIndex(), attempts, Brief.failure(cause)));
        StageRow stage = StageProgress.stage(header, job.getStage());
        stage.setFailed(stage.getFailed() + 1);
        progress.advance(header);
    }
}
