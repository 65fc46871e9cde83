package dev.titorelli.standalone.client;

/** No system runs where one was looked for. */
public final class NotRunningException extends Exception {
    private static final long serialVersionUID = 1L;

    NotRunningException(String found, Throwable cause) {
        super("nothing is running; start it with ./titorelli up (" + found + ")", cause);
    }
}
