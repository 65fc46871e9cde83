package dev.titorelli.stream.request;

import dev.titorelli.stream.row.EndedCountRow;
import dev.titorelli.stream.row.Rows;
import dev.titorelli.stream.row.TimeMarks;
import dev.titorelli.stream.row.TimeMarks.TimeMark;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/** The ended requests in the order of their end, counted, so that the oldest are found without looking at the others. */
final class EndedRequests {

    private static final String ALL = "all";

    private final TimeMarks byEnd;
    private final Rows<EndedCountRow> counts;
    private long requests;

    EndedRequests(KeyValueStore<String, byte[]> store) {
        byEnd = new TimeMarks(store, "ended");
        counts = new Rows<>(store, "ended-count", EndedCountRow.class);
        requests = counts.find(ALL).map(EndedCountRow::getRequests).orElse(0L);
    }

    void add(String request, long endedAtMs) {
        byEnd.put(new TimeMark(endedAtMs, request));
        count(1);
    }

    void remove(TimeMark ended) {
        byEnd.delete(ended);
        count(-1);
    }

    /**
     * The oldest that are to be forgotten now, at most so many.
     *
     * @param endedUntilMs those that ended until then are
     * @param most so many may stay
     */
    List<TimeMark> surplus(long endedUntilMs, long most, int atMost) {
        long tooMany = requests - most;
        if (tooMany > 0) {
            return byEnd.upTo(Long.MAX_VALUE - 1, (int) Math.min(tooMany, atMost));
        }
        return byEnd.upTo(endedUntilMs, atMost);
    }

    private void count(int more) {
        requests += more;
        counts.put(ALL, new EndedCountRow(requests));
    }
}
