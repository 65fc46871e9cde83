package dev.titorelli.worker.adapter;

import dev.titorelli.fault.FaultCode;

/** A job's adapter can't be applied. */
public final class AdapterUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FaultCode code;

    /** @param message for a person: which adapter, what is wrong */
    AdapterUnusableException(FaultCode code, String message) {
        super(message);
        this.code = code;
    }

    public FaultCode code() {
        return code;
    }
}
