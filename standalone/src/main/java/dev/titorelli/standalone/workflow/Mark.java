package dev.titorelli.standalone.workflow;

import java.util.Comparator;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
public record Mark(int line, int column) implements Comparable<Mark> {

    /** Where a file begins: for what is wrong with it as a whole. */
    public static final Mark START = new Mark(1, 1);

    private static final Comparator<Mark> ORDER =
            Comparator.comparingInt(Mark::line).thenComparingInt(Mark::column);

    @Override
    public int compareTo(Mark other) {
        return ORDER.compare(this, other);
    }

    Mark plusColumns(int columns) {
        return new Mark(line, column + columns);
    }

    /** As compilers write it: {@code 12:5}. */
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
