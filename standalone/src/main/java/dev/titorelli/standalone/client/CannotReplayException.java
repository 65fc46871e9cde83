package dev.titorelli.standalone.client;

/** A dead letter can't be replayed; the message says why. */
public final class CannotReplayException extends Exception {
    private static final long serialVersionUID = 1L;

    CannotReplayException(String message) {
        super(message);
    }

    CannotReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
