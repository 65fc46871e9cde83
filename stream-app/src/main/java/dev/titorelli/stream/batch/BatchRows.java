package dev.titorelli.stream.batch;

import dev.titorelli.stream.batch.BatchRules.Counted;
import dev.titorelli.stream.row.BatchRow;
import dev.titorelli.stream.row.Marks;
import dev.titorelli.stream.row.Rows;
import dev.titorelli.stream.row.TimeMarks;
import dev.titorelli.stream.row.TimeMarks.TimeMark;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a task keeps of its batches: counters by label, and a mark for each request that was counted, so that none counts
 * twice. A batch is forgotten some time after the last word about it, its marks before its counters and a bounded number at a
 * time. Used by the task's thread alone.
 */
final class BatchRows {

    private final long retentionMs;
    private final Rows<BatchRow> rows;
    private final Marks accepted;
    private final Marks ended;
    private final TimeMarks due;

    /** Up to where the marks of the batch that is being forgotten are gone: a scan would wade through their tombstones. */
    private String forgotten = "";

    BatchRows(KeyValueStore<String, byte[]> store, long retentionMs) {
        this.retentionMs = retentionMs;
        this.rows = new Rows<>(store, "batch", BatchRow.class);
        this.accepted = new Marks(store, "accepted");
        this.ended = new Marks(store, "ended");
        this.due = new TimeMarks(store, "due");
    }

    /** @param batch {@code tenant/batch} */
    Optional<BatchRow> find(String batch) {
        return rows.find(batch);
    }

    /** Keeps the counters of a label that was not known. */
    void add(String batch, BatchRow row) {
        rows.put(batch, row);
        due.put(new TimeMark(row.getFirstAt() + retentionMs, batch));
    }

    void put(String batch, BatchRow row) {
        rows.put(batch, row);
    }

    /** How far a request was counted. */
    Counted counted(String batch, String requestId) {
        String key = batch + "/" + requestId;
        if (ended.has(key)) {
            return Counted.ENDED;
        }
        return accepted.has(key) ? Counted.ACCEPTED : Counted.NOT;
    }

    /** Notes how far a request is counted now. */
    void mark(String batch, String requestId, Counted now) {
        String key = batch + "/" + requestId;
        if (now == Counted.ENDED) {
            accepted.delete(key);
            ended.put(key);
        } else if (now == Counted.ACCEPTED) {
            accepted.put(key);
        }
    }

    /**
     * Forgets what is due, a part of it.
     *
     * @param atMost so many marks and labels are looked at
     */
    void forget(long nowMs, int atMost) {
        for (TimeMark mark : due.upTo(nowMs, atMost)) {
            Optional<BatchRow> row = rows.find(mark.text());
            long until = row.map(BatchRow::getLastAt).orElse(0L) + retentionMs;
            if (until > nowMs) {
                due.delete(mark);
                due.put(new TimeMark(until, mark.text()));
            } else if (forgetMarks(mark.text(), atMost)) {
                rows.delete(mark.text());
                due.delete(mark);
            } else {
                return;
            }
        }
    }

    /** Whether none is left. */
    private boolean forgetMarks(String batch, int atMost) {
        String first = batch + "/";
        String from = forgotten.startsWith(first) ? forgotten : first;
        String to = first + Character.MAX_VALUE;
        List<String> gone = ended.between(from, to, atMost);
        gone.forEach(ended::delete);
        List<String> open = accepted.between(first, to, atMost);
        open.forEach(accepted::delete);
        forgotten = gone.isEmpty() ? "" : gone.get(gone.size() - 1);
        return gone.size() < atMost && open.size() < atMost;
    }
}
