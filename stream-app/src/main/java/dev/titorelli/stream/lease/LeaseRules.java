package dev.titorelli.stream.lease;

import dev.titorelli.Failure;
import dev.titorelli.Outcome;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.row.JobRow;
import dev.titorelli.stream.row.JobStanding;
import java.util.Optional;

/** Who holds the lease on a job, and what the word of a run is worth. Pure. */
public final class LeaseRules {

    /** Every fifth time that a job is given back counts as an attempt, so that it can't go round for ever. */
    private static final int RETURNS_AN_ATTEMPT = 5;

    private LeaseRules() {}

    /** What an outcome means for an unfinished job. */
    public static Verdict verdict(JobRow job, Outcome outcome) {
        return switch (outcome.getKind()) {
            case STARTED -> started(job, outcome);
            case RUNNING -> isFirstStep(job, outcome) ? new Verdict.FirstStep() : new Verdict.Ignore();
            case SUCCEEDED -> succeeded(job, outcome);
            case FAILED -> failed(job, outcome);
            case RETURNED -> returned(job, outcome);
            case CANCELLED, INSPECTED, UNKNOWN -> new Verdict.Ignore();
        };
    }

    /**
     * The job under its next attempt, which is not emitted yet; empty when it has none left.
     *
     * @param costs whether the attempt that ended counts against the limit
     */
    public static Optional<JobRow> nextAttempt(JobRow job, boolean costs, long nowMs) {
        int spent = job.getSpent() + (costs ? 1 : 0);
        if (spent >= job.getLimit()) {
            return Optional.empty();
        }
        return Optional.of(JobRow.newBuilder(job)
                .setAttempt(job.getAttempt() + 1)
                .setSpent(spent)
                .setStanding(JobStanding.BACKING_OFF)
                .setWorkerRun("")
                .setHeartbeat(0)
                .setSince(nowMs)
                .setDue(nowMs)
                .build());
    }

    private static Verdict started(JobRow job, Outcome outcome) {
        if (!isOfNewest(job, outcome)) {
            return new Verdict.FenceStranger();
        }
        String owner = job.getWorkerRun();
        if (owner.equals(outcome.getWorkerRun())) {
            boolean again = outcome.getHeartbeat() > job.getHeartbeat();
            return again ? new Verdict.Own(Optional.empty()) : new Verdict.Ignore();
        }
        return new Verdict.Own(owner.isEmpty() ? Optional.empty() : Optional.of(owner));
    }

    private static boolean isFirstStep(JobRow job, Outcome outcome) {
        return isCurrent(job, outcome) && job.getStanding() == JobStanding.STARTED;
    }

    private static Verdict succeeded(JobRow job, Outcome outcome) {
        if (outcome.getImage() == null) {
            return isCurrent(job, outcome)
                    ? new Verdict.Retry(failure(FaultCode.INTERNAL, "the worker named no picture"), true)
                    : new Verdict.Ignore();
        }
        boolean othersGoOn =
                outcome.getAttempt() != job.getAttempt() || !job.getWorkerRun().equals(outcome.getWorkerRun());
        return new Verdict.Succeed(othersGoOn);
    }

    private static Verdict failed(JobRow job, Outcome outcome) {
        if (!isCurrent(job, outcome)) {
            return new Verdict.Ignore();
        }
        Failure failure = failureOf(outcome);
        return failure.getRetryable() ? new Verdict.Retry(failure, true) : new Verdict.Fail(failure);
    }

    private static Verdict returned(JobRow job, Outcome outcome) {
        if (!isCurrent(job, outcome)) {
            return new Verdict.Ignore();
        }
        boolean costs = (job.getReturned() + 1) % RETURNS_AN_ATTEMPT == 0;
        return new Verdict.Retry(failureOf(outcome), costs);
    }

    /** The newest attempt, by the run that holds the lease or, before any run does, by any. */
    private static boolean isCurrent(JobRow job, Outcome outcome) {
        return isOfNewest(job, outcome)
                && (job.getWorkerRun().isEmpty() || job.getWorkerRun().equals(outcome.getWorkerRun()));
    }

    /** Nobody can have the newest attempt before it was emitted. */
    private static boolean isOfNewest(JobRow job, Outcome outcome) {
        return outcome.getAttempt() == job.getAttempt() && job.getStanding() != JobStanding.BACKING_OFF;
    }

    private static Failure failureOf(Outcome outcome) {
        return outcome.getFailure() != null
                ? outcome.getFailure()
                : failure(FaultCode.INTERNAL, "the worker named no cause");
    }

    private static Failure failure(FaultCode code, String message) {
        return new Failure(code.name(), message, code.retryable());
    }
}
