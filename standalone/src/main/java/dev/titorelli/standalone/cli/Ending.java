package dev.titorelli.standalone.cli;

/**
 * Closes something exactly once: when its block ends, or before that when the process is told to end. The process waits for
 * the closing to be done.
 */
final class Ending implements AutoCloseable {

    private final Runnable closing;
    private final Thread hook;
    private boolean closed;

    Ending(Runnable closing) {
        this.closing = closing;
        this.hook = new Thread(this::closeOnce, "ending");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private synchronized void closeOnce() {
        if (!closed) {
            closing.run();
            closed = true;
            notifyAll();
        }
    }

    /** Waits until the closing is done: for who has nothing to do but run until the process is told to end. */
    synchronized void await() throws InterruptedException {
        while (!closed) {
            wait();
        }
    }

    @Override
    public void close() {
        closeOnce();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook has run or is waiting for this.
        }
    }
}
