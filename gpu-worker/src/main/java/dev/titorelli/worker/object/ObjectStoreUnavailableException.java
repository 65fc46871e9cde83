package dev.titorelli.worker.object;

/** The store gave no answer: it can't be reached, has no room or refuses for now. No object is to blame; calling later may help. */
public final class ObjectStoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ObjectStoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
