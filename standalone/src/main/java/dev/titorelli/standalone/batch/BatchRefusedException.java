package dev.titorelli.standalone.batch;

/** A batch that can't be what it is said to be, such as one whose file has changed. */
public final class BatchRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BatchRefusedException(String message) {
        super(message);
    }
}
