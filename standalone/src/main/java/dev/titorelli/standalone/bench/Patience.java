package dev.titorelli.standalone.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Waits as long as something moves.
 *
 * @param standstill how long nothing may move
 */
public record Patience(Duration standstill) {

    private static final long PAUSE_NANOS = 5_000_000;

    /**
     * Returns when the count is reached.
     *
     * @param sound throws when what is waited for is broken
     * @throws IllegalStateException when the count stands still
     */
    public void await(String what, int wanted, IntSupplier count, Runnable sound) {
        int last = -1;
        long movedAt = System.nanoTime();
        for (int now = count.getAsInt(); now < wanted; now = count.getAsInt()) {
            sound.run();
            if (now != last) {
                last = now;
                movedAt = System.nanoTime();
            } else if (System.nanoTime() - movedAt > standstill.toNanos()) {
                throw new IllegalStateException(
                        "%s: %d of %d, and nothing more for %d s".formatted(what, now, wanted, standstill.toSeconds()));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
