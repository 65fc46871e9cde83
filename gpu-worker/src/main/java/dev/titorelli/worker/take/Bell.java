package dev.titorelli.worker.take;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the Kafka thread before its pause is over. Safe for several threads. */
final class Bell {

    private final Semaphore rung = new Semaphore(0);

    void ring() {
        rung.release();
    }

    /** Returns when the bell rings, has rung since the last pause, or the pause is over. */
    void pause(Duration longest) throws InterruptedException {
        if (rung.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
            rung.drainPermits();
        }
    }
}
