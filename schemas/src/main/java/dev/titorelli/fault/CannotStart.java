package dev.titorelli.fault;

/**
 * A process that can't start for a reason that its operator can put right: a port in use, a wrong setting, a topic of
 * another shape. The message is one line that names the thing and says what to change; a stack trace adds nothing.
 */
public final class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean unreachable;

    public CannotStart(String message) {
        this(message, null, false);
    }

    public CannotStart(String message, Throwable cause) {
        this(message, cause, false);
    }

    private CannotStart(String message, Throwable cause, boolean unreachable) {
        super(message, cause);
        this.unreachable = unreachable;
    }

    /** Something that is needed does not answer: a later start may go well without any change. */
    public static CannotStart unreachable(String message, Throwable cause) {
        return new CannotStart(message, cause, true);
    }

    /** Whether something did not answer. */
    public boolean isUnreachable() {
        return unreachable;
    }
}
