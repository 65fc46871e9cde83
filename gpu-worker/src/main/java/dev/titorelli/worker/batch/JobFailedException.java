package dev.titorelli.worker.batch;

import dev.titorelli.fault.FaultCode;

/** A job can't be done for a reason that lies in its own data. */
final class JobFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FaultCode code;

    /** @param message for a person: what, the value, what is allowed */
    JobFailedException(FaultCode code, String message) {
        super(message);
        this.code = code;
    }

    FaultCode code() {
        return code;
    }
}
