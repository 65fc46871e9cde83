package dev.titorelli.worker.inspect;

import dev.titorelli.fault.FaultCode;

/** An input that can't be used, or not now. The message is for the user. */
final class InspectionFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FaultCode code;

    InspectionFailedException(FaultCode code, String message) {
        super(message);
        this.code = code;
    }

    InspectionFailedException(FaultCode code, Throwable cause) {
        super(cause.getMessage(), cause);
        this.code = code;
    }

    FaultCode code() {
        return code;
    }
}
