package dev.titorelli.stream.query;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Why an instance could not be asked, in words for a person. */
final class Reason {

    private Reason() {}

    static String of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return "does not answer";
        }
        if (cause instanceof ConnectException) {
            return "can't be connected to";
        }
        return "can't be asked (" + cause.getMessage() + ")";
    }
}
