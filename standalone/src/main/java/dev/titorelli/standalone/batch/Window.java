package dev.titorelli.standalone.batch;

import java.time.Instant;

/**
 * How many requests may be out at once: as many as are allowed, until a queue says that it is full. Then half of that, and one
 * more for as many ends as the window is wide. Pure.
 */
final class Window {

    private final int most;
    private double now;
    private Instant notBefore = Instant.MIN;

    Window(int most) {
        this.most = most;
        this.now = most;
    }

    int most() {
        return most;
    }

    int now() {
        return (int) now;
    }

    /** A queue refused a request. Those that were sent at the same time say the same, which counts once. */
    void full(Instant at, Instant retryAt) {
        if (!at.isBefore(notBefore)) {
            now = Math.max(1, now / 2);
            notBefore = retryAt;
        }
    }

    /** A request was painted. */
    void ended() {
        now = Math.min(most, now + 1 / now);
    }
}
