package dev.titorelli.standalone.batch;

/** A line of which no request can be made; the message says why. */
final class BrokenLineException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenLineException(String message) {
        super(message);
    }

    BrokenLineException(String message, Throwable cause) {
        super(message, cause);
    }
}
