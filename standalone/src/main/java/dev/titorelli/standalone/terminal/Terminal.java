package dev.titorelli.standalone.terminal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the words for a person go, and what can be drawn there.
 *
 * @param out results and progress
 * @param err the one line that says what went wrong
 * @param columns width of the screen; 0 when the output is a file or a pipe, so that nothing can be drawn in place
 * @param unicode whether characters beyond ASCII are shown
 */
public record Terminal(PrintStream out, PrintStream err, int columns, boolean unicode) {

    /**
     * The process's own streams. The launcher knows whether they are a terminal and says so in the system properties
     * {@code titorelli.terminal.columns} and {@code titorelli.terminal.unicode}.
     */
    public static Terminal ofProcess() {
        return new Terminal(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                Integer.getInteger("titorelli.terminal.columns", 0),
                Boolean.getBoolean("titorelli.terminal.unicode"));
    }

    /** A board that draws in place when this terminal can, and prints lines otherwise. */
    public ProgressBoard progressBoard() {
        return columns > 0 ? new LiveBoard(this) : new PlainBoard(out);
    }

    /** A line for a person. */
    public void say(String line) {
        out.println(line);
    }
}
