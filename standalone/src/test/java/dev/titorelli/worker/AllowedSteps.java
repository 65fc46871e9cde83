package dev.titorelli.worker;

import java.util.concurrent.Semaphore;

/** Lets a painter go on only as far as the test allows. Safe for several threads. */
final class AllowedSteps {

    private final Semaphore allowed = new Semaphore(0);

    void allow(int steps) {
        allowed.release(steps);
    }

    /** Waits until one more step is allowed. */
    void take() {
        allowed.acquireUninterruptibly();
    }
}
