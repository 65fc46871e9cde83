package dev.titorelli.worker.batch;

import dev.titorelli.fault.FaultCode;

/** A job's deadline or time-out passed while it was worked on. */
final class JobOverdueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FaultCode code;

    JobOverdueException(FaultCode code) {
        super(code.meaning());
        this.code = code;
    }

    FaultCode code() {
        return code;
    }
}
