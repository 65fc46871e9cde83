package dev.titorelli.standalone.batch;

/** A picture that the object store should have. */
public final class LostPictureException extends Exception {
    private static final long serialVersionUID = 1L;

    public LostPictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
