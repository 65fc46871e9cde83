package dev.titorelli.stream.request;

import dev.titorelli.FailedJob;
import dev.titorelli.Failure;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.stream.lease.LeaseRules;
import dev.titorelli.stream.request.Timers.Purpose;
import dev.titorelli.stream.request.Timers.Timer;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import dev.titorelli.stream.row.RequestRow;
import dev.titorelli.stream.row.StageRow;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a job its next attempt, at once or after a while, or lets it fail when it has none left. */
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
        Duration backoff = room.settings().lease().backoff().after(job, cause);
        log.atWarn()
                .addKeyValue("jobId", job.getJobId())
                .addKeyValue("attempt", next.get().getAttempt())
                .addKeyValue("code", Brief.code(cause.getCode()))
                .addKeyValue("durationMs", backoff.toMillis())
                .log("a job is tried again");
        dispatch.tellQueue(header, job, QueueRecordKind.ENDED);
        if (backoff.isZero()) {
            emit(header, next.get(), job.getStanding());
        } else {
            backOff(next.get(), job.getStanding(), backoff);
        }
    }

    private void backOff(JobRow next, JobStanding before, Duration backoff) {
        next.setDue(next.getSince() + backoff.toMillis());
        room.jobs().put(next, before);
        room.timers().set(new Timer(next.getDue(), Purpose.RETRY, next.getJobId()));
    }

    /** Emits a job that has waited until this time; it may have got its picture meanwhile, or be wanted no longer. */
    void emitDue(String jobId, long dueMs) {
        room.jobs()
                .find(jobId)
                .filter(job -> job.getStanding() == JobStanding.BACKING_OFF && job.getDue() == dueMs)
                .ifPresent(job -> room.requests()
                        .header(JobRows.requestOf(job))
                        .ifPresent(header -> emit(header, job, job.getStanding())));
    }

    private void emit(RequestRow header, JobRow next, JobStanding before) {
        next.setStanding(JobStanding.ENQUEUED);
        next.setSince(room.nowMs());
        next.setDue(0L);
        room.jobs().put(next, before);
        dispatch.enqueueAgain(header, next);
    }

    void fail(RequestRow header, JobRow job, Failure cause) {
        dispatch.tellQueue(header, job, QueueRecordKind.ENDED);
        room.jobs().delete(job);
        int attempts = job.getSpent() + 1;
        room.requests()
                .putFailure(
                        RequestRows.key(header),
                        new FailedJob(job.getStage(), job.getIndex(), attempts, Brief.failure(cause)));
        StageRow stage = StageRows.find(header, job.getStage());
        stage.setFailed(stage.getFailed() + 1);
        progress.advance(header);
    }
}
