package dev.titorelli.standalone.client;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Tells a Kafka that has nothing to say from one that is gone: a consumer's poll returns nothing in both cases and tries
 * to connect for ever, so after some silence the broker is asked. For one thread.
 */
final class Silence {

    private static final Duration ASK_AFTER = Duration.ofSeconds(5);
    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(20);

    private final LongSupplier nanoTime;
    private final BooleanSupplier question;
    private long lastHeard;

    /**
     * @param nanoTime a clock that nobody sets, such as {@link System#nanoTime}
     * @param question asks the broker for anything; whether it answered soon
     */
    Silence(LongSupplier nanoTime, BooleanSupplier question) {
        this.nanoTime = nanoTime;
        this.question = question;
        this.lastHeard = nanoTime.getAsLong();
    }

    /** Call it after each poll with whether records came. Gives whether the broker is to be given up. */
    boolean isTooLong(boolean heard) {
        if (heard || (isLongerThan(ASK_AFTER) && question.getAsBoolean())) {
            lastHeard = nanoTime.getAsLong();
        }
        return isLongerThan(GIVE_UP_AFTER);
    }

    private boolean isLongerThan(Duration limit) {
        return nanoTime.getAsLong() - lastHeard > limit.toNanos();
    }
}
