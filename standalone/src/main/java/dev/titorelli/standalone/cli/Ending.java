package dev.titorelli.standalone.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has to be closed, last in first out: when its block ends, or before that when the process is told to end, which then
 * waits until all is closed. Safe for several threads.
 */
final class Ending implements AutoCloseable {

    private final Deque<Runnable> closings = new ArrayDeque<>();
    private final Thread hook = new Thread(this::closeAll, "ending");

    Ending() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Adds what is to be closed before all that was added earlier. */
    synchronized void add(Runnable closing) {
        closings.push(closing);
    }

    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook has run or is waiting for this.
        }
    }

    private synchronized void closeAll() {
        while (!closings.isEmpty()) {
            closings.pop().run();
        }
    }
}
