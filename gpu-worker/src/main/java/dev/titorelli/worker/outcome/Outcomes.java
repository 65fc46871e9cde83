package dev.titorelli.worker.outcome;

import dev.titorelli.Failure;
import dev.titorelli.HeldJob;
import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.Progress;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.worker.run.JobRun;
import java.time.Clock;

/** Puts outcomes into words. Pure but for the clock. */
final class Outcomes {

    private final Clock clock;

    Outcomes(Clock clock) {
        this.clock = clock;
    }

    /**
     * The run is taken and not yet acknowledged.
     *
     * @param heartbeat counter of the last heartbeat before this word
     */
    Outcome started(JobRun run, long heartbeat) {
        return of(run, OutcomeKind.STARTED).setHeartbeat(heartbeat).build();
    }

    /** Its first step is done. */
    Outcome running(JobRun run) {
        return of(run, OutcomeKind.RUNNING).build();
    }

    /** The picture is stored. */
    Outcome succeeded(JobRun run, StoredPicture picture) {
        return of(run, OutcomeKind.SUCCEEDED)
                .setImage(picture.image())
                .setPixelDigest(picture.pixelDigest())
                .setSeed(run.job().getSeed())
                .setProfileDigest(picture.profileDigest())
                .setLedger(picture.ledger())
                .setNotices(picture.notices())
                .build();
    }

    /** The job ended without a picture. */
    Outcome failed(JobRun run, FaultCode code, String message) {
        return of(run, OutcomeKind.FAILED).setFailure(failure(code, message)).build();
    }

    /** The job is given back and costs no attempt. */
    Outcome returned(JobRun run, FaultCode code, String message) {
        return of(run, OutcomeKind.RETURNED).setFailure(failure(code, message)).build();
    }

    /** The job was ended by order. */
    Outcome cancelled(JobRun run) {
        return of(run, OutcomeKind.CANCELLED).build();
    }

    /** How far it is. */
    Progress progress(JobRun run, Long remainingMs) {
        Job job = run.job();
        HeldJob held = run.held();
        return Progress.newBuilder()
                .setTenant(job.getTenant())
                .setRequestId(job.getRequestId())
                .setStage(job.getStage())
                .setIndex(job.getIndex())
                .setJobId(job.getJobId())
                .setAttempt(held.getAttempt())
                .setWorkerRun(run.workerRun())
                .setStep(held.getStep())
                .setSteps(held.getSteps())
                .setRemainingMs(remainingMs)
                .setAt(clock.instant())
                .build();
    }

    /**
     * What it looks like.
     *
     * @param step that the preview shows, which may be behind by now
     */
    Progress preview(JobRun run, int step, ImageObject preview) {
        Progress progress = progress(run, null);
        progress.setStep(step);
        progress.setPreview(preview);
        return progress;
    }

    private Outcome.Builder of(JobRun run, OutcomeKind kind) {
        Job job = run.job();
        int attempt = run.attempt();
        return Outcome.newBuilder()
                .setKind(kind)
                .setTenant(job.getTenant())
                .setRequestId(job.getRequestId())
                .setStage(job.getStage())
                .setIndex(job.getIndex())
                .setJobId(job.getJobId())
                .setAttempt(attempt)
                .setWorkerRun(run.workerRun())
                .setOutcomeId(job.getJobId() + "#" + attempt + "#" + run.workerRun() + "#" + kind)
                .setQueue(job.getQueue())
                .setDeliveryCount(run.taken().deliveryCount())
                .setAt(clock.instant())
                .setJobDigest(job.getJobDigest());
    }

    private static Failure failure(FaultCode code, String message) {
        return Failure.newBuilder()
                .setCode(code.name())
                .setMessage(message)
                .setRetryable(code.retryable())
                .build();
    }
}
