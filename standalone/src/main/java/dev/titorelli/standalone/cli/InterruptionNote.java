package dev.titorelli.standalone.cli;

import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.terminal.Terminal;

/** Tells who interrupts a waiting command that the request goes on without it. */
final class InterruptionNote implements AutoCloseable {

    private final Thread hook;

    private InterruptionNote(Thread hook) {
        this.hook = hook;
    }

    static InterruptionNote about(Terminal terminal, RequestId request) {
        Thread hook = new Thread(() -> terminal.err()
                .println("\ntitorelli: stopped waiting; the request goes on. To cancel it: ./titorelli cancel "
                        + request.id() + " --tenant " + request.tenant()));
        Runtime.getRuntime().addShutdownHook(hook);
        return new InterruptionNote(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook is at work.
        }
    }
}
