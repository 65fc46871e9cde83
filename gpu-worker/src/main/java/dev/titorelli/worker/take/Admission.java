package dev.titorelli.worker.take;

import dev.titorelli.Job;
import dev.titorelli.OutcomeKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.worker.run.TakenJob;
import java.time.Instant;
import java.util.Optional;

/** What to do with a job that was taken. Every admitted or refused job is started and accepted first, so that a refusal is a run's end. */
sealed interface Admission {

    /** Give it to the device. */
    record Paint() implements Admission {}

    /** End it with this outcome. */
    record Refuse(OutcomeKind kind, FaultCode code, String message) implements Admission {}

    /**
     * What a worker makes pictures with.
     *
     * @param digest of the model
     * @param cachingFit digest of its fit of step caching; empty without one
     */
    record Made(String digest, String cachingFit) {

        /** Why a job is not made with it. */
        Optional<String> misfit(Job job) {
            if (!job.getModelDigest().equals(digest)) {
                return Optional.of(
                        "the job wants model digest " + job.getModelDigest() + ", this worker has " + digest);
            }
            return job.getCachingFit().isEmpty() || job.getCachingFit().equals(cachingFit)
                    ? Optional.empty()
                    : Optional.of("the job wants step caching by the fit " + job.getCachingFit() + ", this worker has "
                            + (cachingFit.isEmpty() ? "none" : cachingFit));
        }
    }

    /** Decides by the job alone. */
    static Admission of(TakenJob taken, Made model, Instant now) {
        Optional<String> misfit = model.misfit(taken.job());
        if (misfit.isPresent()) {
            return new Refuse(OutcomeKind.RETURNED, FaultCode.WRONG_MODEL, misfit.get());
        }
        Optional<FaultCode> overdue = taken.overdue(now);
        return overdue.isPresent()
                ? new Refuse(OutcomeKind.FAILED, overdue.get(), overdue.get().meaning())
                : new Paint();
    }

    /** Ends a job that takes more memory than this worker has: elsewhere it may be done. */
    static Admission tooLarge(String message) {
        return new Refuse(OutcomeKind.FAILED, FaultCode.OUT_OF_MEMORY, message);
    }

    /** Gives a good job back. */
    static Refuse returned(FaultCode code) {
        return new Refuse(OutcomeKind.RETURNED, code, code.meaning());
    }
}
