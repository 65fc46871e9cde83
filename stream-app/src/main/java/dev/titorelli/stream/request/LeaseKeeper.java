package dev.titorelli.stream.request;

import dev.titorelli.Failure;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.catalogue.Workers;
import dev.titorelli.stream.lease.RunWatch;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.RequestRow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** At every tick: takes jobs from runs that are lost, and looks after jobs that nobody has started. */
final class LeaseKeeper {

    private static final int RELEASED_A_TICK = 500;

    private final Room room;
    private final RunWatch watch;
    private final Fleet fleet;
    private final JobDispatch dispatch;
    private final Attempts attempts;
    private final Standing standing;
    private String cursor = "";

    LeaseKeeper(Room room, RunWatch watch, Fleet fleet, JobDispatch dispatch, Attempts attempts, Standing standing) {
        this.room = room;
        this.watch = watch;
        this.fleet = fleet;
        this.dispatch = dispatch;
        this.attempts = attempts;
        this.standing = standing;
    }

    void tick(RunWatch.Tick tick) {
        Workers workers = fleet.workers();
        List<JobRow> held = room.jobs().held();
        watch.tick(tick, workers, held);
        held.forEach(this::lookAfterHeld);
        lookAfterReleased(workers);
        if (room.partition() == 0) {
            forgetRuns(workers);
        }
    }

    private void lookAfterHeld(JobRow job) {
        if (watch.isLost(job.getWorkerRun()) || watch.isDropped(job)) {
            emitAgain(job, job.getWorkerRun(), FaultCode.WORKER_LOST);
        } else if (watch.isOverdue(job, room.nowMs())) {
            emitAgain(job, job.getWorkerRun(), FaultCode.TIMED_OUT);
        }
    }

    /** One task's word is enough: every instance sees the same runs. */
    private void forgetRuns(Workers workers) {
        workers.newest().stream()
                .map(WorkerHeartbeat::getWorkerRun)
                .filter(watch::isForgettable)
                .forEach(run -> room.outbox().send(Destination.WORKER, run, null, null));
    }

    private void lookAfterReleased(Workers workers) {
        List<JobRow> released = room.jobs().releasedAfter(cursor, RELEASED_A_TICK);
        cursor = released.size() < RELEASED_A_TICK
                ? ""
                : released.get(released.size() - 1).getJobId();
        Set<String> requests = new LinkedHashSet<>();
        for (JobRow job : released) {
            requests.add(JobRows.requestOf(job));
            if (watch.isSwallowed(job, workers, room.nowMs())) {
                emitAgain(job, "", FaultCode.WORKER_LOST);
            }
        }
        requests.forEach(request ->
                room.requests().header(request).filter(LeaseKeeper::isOpen).ifPresent(standing::update));
    }

    /** The header and the row are read again: what was done for another job a moment ago may have ended the request. */
    private void emitAgain(JobRow seen, String run, FaultCode code) {
        Optional<RequestRow> header = room.requests().header(JobRows.requestOf(seen));
        Optional<JobRow> job = room.jobs().find(seen.getJobId());
        if (header.isPresent() && job.isPresent()) {
            String reason = code == FaultCode.TIMED_OUT ? "its time is up" : "no sign of life";
            dispatch.fence(
                    seen.getJobId(),
                    seen.getAttempt(),
                    run,
                    reason,
                    header.get().getTraceparent());
            Failure cause = new Failure(code.name(), code.meaning(), code.retryable());
            attempts.retry(header.get(), job.get(), cause, true);
        }
    }

    private static boolean isOpen(RequestRow header) {
        return RequestState.stored(header.getState()) instanceof RequestState.Open;
    }
}
