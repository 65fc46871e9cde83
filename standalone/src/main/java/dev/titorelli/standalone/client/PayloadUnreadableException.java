package dev.titorelli.standalone.client;

/** What a dead letter holds can't be read. */
public final class PayloadUnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    PayloadUnreadableException(String message) {
        super(message);
    }
}
