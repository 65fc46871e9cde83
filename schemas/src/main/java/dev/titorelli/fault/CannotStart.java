package dev.titorelli.fault;

/**
 * A process that can't start for a reason that its operator can put right: a port in use, a wrong setting, a topic of
 * another shape. The message is one line that names the thing and says what to change; a stack trace adds nothing.
 */
public final class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CannotStart(String message) {
        super(message);
    }

    public CannotStart(String message, Throwable cause) {
        super(message, cause);
    }
}
