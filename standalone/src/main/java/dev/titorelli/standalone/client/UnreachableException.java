package dev.titorelli.standalone.client;

/** A part of the system does not answer. The message names it and its address. */
public final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
