package dev.titorelli.standalone.terminal;

/** A bar of a fixed number of characters. */
final class ProgressBar {

    private ProgressBar() {}

    /** A bar of {@code width} characters, filled up to the fraction, which is 0 to 1; full only at 1. */
    static String render(double fraction, int width, boolean unicode) {
        int full = (int) Math.floor(fraction * width);
        return (unicode ? "█" : "#").repeat(full) + (unicode ? "░" : "-").repeat(width - full);
    }
}
