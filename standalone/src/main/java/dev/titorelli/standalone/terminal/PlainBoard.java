package dev.titorelli.standalone.terminal;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints a line whenever something has a new state or has passed another quarter of its way: for files and pipes. */
final class PlainBoard implements ProgressBoard {

    private final PrintStream out;
    private final Map<String, Milestone> printed = new HashMap<>();

    PlainBoard(PrintStream out) {
        this.out = out;
    }

    @Override
    public void show(List<ProgressLine> lines) {
        for (ProgressLine line : lines) {
            Milestone now = new Milestone(line.state(), (int) (line.fraction() * 4));
            if (!now.equals(printed.put(line.name(), now))) {
                out.printf(
                        "%s: %s, %.0f %%, %s%n",
                        line.name(), line.words(), line.fraction() * 100, Seconds.of(line.elapsed()));
            }
        }
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    private record Milestone(String state, int quarters) {}
}
