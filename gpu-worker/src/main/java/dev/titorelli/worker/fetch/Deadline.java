package dev.titorelli.worker.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The end of one fetch. A socket's own time-out begins anew at every byte, so that a server may drip for ever: what is guarded is closed
 * from another thread instead.
 */
final class Deadline {

    private final Duration total;
    private final long endNanos;
    private final ScheduledExecutorService watchdog;

    Deadline(Duration total, ScheduledExecutorService watchdog) {
        this.total = total;
        this.endNanos = System.nanoTime() + total.toNanos();
        this.watchdog = watchdog;
    }

    /** Closes something when the time is up; cancel it when there is nothing left to close. */
    Future<?> guard(Closeable guarded) {
        return watchdog.schedule(() -> close(guarded), left().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Not negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    boolean isOver() {
        return left().isZero();
    }

    /** What to tell when the time is up. */
    FetchException passed() {
        return FetchException.trouble("the file was not there within " + total.toMillis() + " ms");
    }

    private static void close(Closeable guarded) {
        try {
            guarded.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket can't be closed", e);
        }
    }
}
