package dev.titorelli.stream.row;

import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Marks in the order of a time, read from the oldest. What was taken away at the front leaves tombstones in the store that
 * a scan from the very beginning would wade through at every look, so a look begins where the last one found something.
 * Used by the task's thread alone.
 */
public final class TimeMarks {

    private static final HexFormat HEX = HexFormat.of();

    private final Marks marks;
    private String first = "";

    public TimeMarks(KeyValueStore<String, byte[]> store, String kind) {
        marks = new Marks(store, kind);
    }

    /**
     * A text at a time.
     *
     * @param atMs epoch milliseconds, 0 and above
     */
    public record TimeMark(long atMs, String text) {

        private String key() {
            return hex(atMs) + "/" + text;
        }

        private static TimeMark of(String key) {
            int slash = key.indexOf('/');
            return new TimeMark(Long.parseLong(key.substring(0, slash), 16), key.substring(slash + 1));
        }
    }

    public void put(TimeMark mark) {
        String key = mark.key();
        marks.put(key);
        if (key.compareTo(first) < 0) {
            first = key;
        }
    }

    public void delete(TimeMark mark) {
        marks.delete(mark.key());
    }

    /** Marks up to a time, included, the oldest first, at most so many. */
    public List<TimeMark> upTo(long atMs, int atMost) {
        String after = hex(atMs + 1);
        List<String> found = marks.between(first, after, atMost);
        first = found.isEmpty() ? max(first, after) : found.get(0);
        return found.stream().map(TimeMark::of).toList();
    }

    private static String max(String one, String other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String hex(long atMs) {
        return HEX.toHexDigits(atMs);
    }
}
