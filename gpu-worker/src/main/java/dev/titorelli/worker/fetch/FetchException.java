package dev.titorelli.worker.fetch;

import dev.titorelli.fault.FaultCode;
import java.time.Duration;

/** A file that was not fetched, classified. The message is for the user: it holds no secret and no private address. */
public final class FetchException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FaultCode code;
    private final Duration notBefore;

    private FetchException(FaultCode code, String message, Duration notBefore) {
        super(message);
        this.code = code;
        this.notBefore = notBefore;
    }

    /** The user's fault, or the server's last word: never tried again. */
    static FetchException refused(FaultCode code, String found, String allowed) {
        return new FetchException(code, found + "; allowed: " + allowed, Duration.ZERO);
    }

    /** Trouble that may pass. */
    static FetchException trouble(String found) {
        return trouble(found, Duration.ZERO);
    }

    /** Trouble that passes no sooner than the server says. */
    static FetchException trouble(String found, Duration notBefore) {
        return new FetchException(FaultCode.URI_UNREACHABLE, found, notBefore);
    }

    public FaultCode code() {
        return code;
    }

    /** How long the server wants to be left alone. */
    Duration notBefore() {
        return notBefore;
    }
}
