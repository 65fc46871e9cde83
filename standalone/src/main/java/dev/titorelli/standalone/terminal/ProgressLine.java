package dev.titorelli.standalone.terminal;

import java.time.Duration;

/**
 * How far one thing is.
 *
 * @param name what it is; unique on its board
 * @param fraction 0 not begun, 1 done
 * @param state one word, such as {@code running}
 * @param detail what else to say, such as {@code step 7 of 20}; may be empty
 * @param elapsed since it began
 */
public record ProgressLine(String name, double fraction, String state, String detail, Duration elapsed) {

    /** @throws IllegalArgumentException when the fraction is outside of 0 to 1 */
    public ProgressLine {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction " + fraction + ": allowed is 0 to 1");
        }
    }

    /** The words behind the name and the bar. */
    String words() {
        return detail.isEmpty() ? state : state + ", " + detail;
    }
}
