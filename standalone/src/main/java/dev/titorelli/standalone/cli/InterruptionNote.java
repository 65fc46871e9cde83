package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.terminal.Terminal;
import java.util.function.Supplier;

/** Tells who interrupts a waiting command that the request goes on without it. */
final class InterruptionNote {

    private InterruptionNote() {}

    /**
     * Runs the work; a note is printed when the process is told to end meanwhile.
     *
     * @param cancel the command that cancels the request
     */
    static <T> T during(Supplier<T> work, Terminal terminal, String cancel) {
        return noted(work, terminal, "stopped waiting; the request goes on. To cancel it: " + cancel);
    }

    /** The same with a note of its own. */
    static <T> T noted(Supplier<T> work, Terminal terminal, String note) {
        Thread hook = new Thread(() -> terminal.err().println("\ntitorelli: " + note));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.get();
        } finally {
            remove(hook);
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
