package dev.titorelli.cluster;

import dev.titorelli.fault.CannotStart;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for what an admin client was asked, for as long as a start may take. */
public final class Asked {

    /** How long a broker may take for one answer. */
    public static final long PATIENCE_S = 15;

    /** How long an admin client may take to close. */
    public static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private Asked() {}

    /**
     * The answer.
     *
     * @param what was asked for, after "can't"
     * @throws CannotStart when the broker refuses or does not answer, with the setting to change; the cause is Kafka's
     */
    public static <T> T answer(KafkaFuture<T> future, String what) {
        try {
            return future.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw CannotStart.unreachable("can't " + what + ": Kafka gave no answer within " + PATIENCE_S + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new CannotStart("can't " + what + ": " + KafkaRefusal.told(cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while waiting to " + what, e);
        }
    }
}
