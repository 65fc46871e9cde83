package dev.titorelli.worker.take;

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

    /** Decides by the job alone. */
    static Admission of(TakenJob taken, String modelDigest, Instant now) {
        String wanted = taken.job().getModelDigest();
        if (!wanted.equals(modelDigest)) {
            return new Refuse(
                    OutcomeKind.RETURNED,
                    FaultCode.WRONG_MODEL,
                    "the job wants model digest " + wanted + ", this worker has " + modelDigest);
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
