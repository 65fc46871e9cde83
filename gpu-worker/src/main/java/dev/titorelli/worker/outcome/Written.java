package dev.titorelli.worker.outcome;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows a record's way to the broker. Runs on the producer's thread, so nothing here may wait. */
public final class Written {

    private static final Logger log = LoggerFactory.getLogger(Written.class);

    private Written() {}

    /** Goes on when the record is written, or tells why it never will be. */
    public static void then(CompletableFuture<?> sent, Runnable next, Consumer<Throwable> otherwise) {
        CompletableFuture<?> unused = sent.whenComplete((written, failure) -> {
            if (failure == null) {
                next.run();
            } else {
                otherwise.accept(failure);
            }
        });
    }

    /** For words that may be lost. */
    public static void orLog(CompletableFuture<?> sent) {
        then(sent, () -> {}, failure -> log.atWarn()
                .addKeyValue("why", failure.toString())
                .log("a record was not written"));
    }
}
