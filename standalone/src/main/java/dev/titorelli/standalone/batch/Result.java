package dev.titorelli.standalone.batch;

import java.util.EnumMap;
import java.util.Map;

/** How the lines of a batch ended, over all runs. */
public record Result(Map<LineEnd, Integer> lines) {

    public Result {
        lines = Map.copyOf(lines);
    }

    static Result of(BatchBooks books) {
        Map<LineEnd, Integer> lines = new EnumMap<>(LineEnd.class);
        for (LineEnd end : LineEnd.values()) {
            if (books.count(end) > 0) {
                lines.put(end, books.count(end));
            }
        }
        return new Result(lines);
    }

    /** How many lines ended in one of these ways. */
    public int count(LineEnd... ends) {
        int count = 0;
        for (LineEnd end : ends) {
            count += lines.getOrDefault(end, 0);
        }
        return count;
    }
}
