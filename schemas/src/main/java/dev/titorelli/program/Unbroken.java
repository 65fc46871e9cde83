package dev.titorelli.program;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Work that the end of the process waits for. A call into a native library that is still at work when the process ends
 * finds the library's memory gone and crashes; a file that is half written stays so. Safe for any thread.
 */
public final class Unbroken {
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final ReentrantReadWriteLock GATE = new ReentrantReadWriteLock();

    private Unbroken() {}

    /**
     * Begins a piece of work, which {@link #end} ends on the same thread. When the process is ending, it does not return:
     * the thread waits for the end.
     */
    public static void begin() {
        GATE.readLock().lock();
    }

    /** Ends what {@link #begin} began. */
    public static void end() {
        GATE.readLock().unlock();
    }

    /** Runs a command; a process that is told to end meanwhile first waits for the work in progress, up to 30 s. */
    public static <T> T whenTold(Callable<T> command) throws Exception {
        Thread hook = new Thread(Unbroken::shut, "unbroken");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return command.call();
        } finally {
            remove(hook);
        }
    }

    /** The lock is never given back: nothing begins any more. */
    private static void shut() {
        try {
            if (!GATE.writeLock().tryLock(MOST.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("titorelli: ending in the middle of a call that takes long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook is at work.
        }
    }
}
