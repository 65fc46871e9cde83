package dev.titorelli.standalone.terminal;

import java.util.List;

/** Shows how far several things are. For one thread. */
public interface ProgressBoard {

    /** Shows the lines as they are now; call it as often as you like. */
    void show(List<ProgressLine> lines);

    /** Prints a line that stays. */
    void say(String line);
}
