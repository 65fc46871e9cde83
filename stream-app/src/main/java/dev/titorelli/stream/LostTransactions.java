package dev.titorelli.stream;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.InvalidTxnStateException;

/**
 * Tells a stream thread whose transaction the broker has given up meanwhile from one that is broken. The first happens when
 * a rebalance waits for a dying broker for longer than a transaction may last; Kafka Streams ends the thread, although
 * nothing is lost: what the transaction held was never committed and is read again. It may not happen for ever.
 *
 * <p>See https://issues.apache.org/jira/browse/KAFKA-19690, of which one way is left in Kafka 4.3.1.
 */
final class LostTransactions {

    private static final int FORGIVEN = 5;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final Clock clock;
    private final Deque<Instant> forgiven = new ArrayDeque<>();

    LostTransactions(Clock clock) {
        this.clock = clock;
    }

    /** Whether a new thread may take the place of the one that ended so. */
    synchronized boolean forgive(Throwable failure) {
        Instant now = clock.instant();
        forgiven.removeIf(at -> at.plus(WITHIN).isBefore(now));
        if (!isLostTransaction(failure) || forgiven.size() >= FORGIVEN) {
            return false;
        }
        forgiven.add(now);
        return true;
    }

    private static boolean isLostTransaction(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidTxnStateException) {
                return true;
            }
        }
        return false;
    }
}
