package dev.titorelli.worker.image;

/** A picture file that can't become pixels: the user's fault. The message says what is wrong and what is allowed. */
public final class UnreadablePictureException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadablePictureException(String message) {
        super(message);
    }

    static UnreadablePictureException cutOff() {
        return new UnreadablePictureException("the picture is cut off; allowed: whole files");
    }

    UnreadablePictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
