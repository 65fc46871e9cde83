package dev.titorelli.stream.batch;

import dev.titorelli.BatchRecord;
import dev.titorelli.BatchRecordKind;
import dev.titorelli.identity.RequestId;
import dev.titorelli.stream.row.BatchRow;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a word about a batch label changes in its counters. Pure. */
final class BatchRules {

    private BatchRules() {}

    /** How far a request has been counted; the name is what is stored. */
    enum Counted {
        NOT,
        ACCEPTED,
        ENDED
    }

    /** What is wrong with a word; empty when it can be counted. */
    static Optional<String> complaint(BatchRecord word) {
        if (!RequestId.isTenant(word.getTenant())) {
            return Optional.of(notAllowed("tenant", word.getTenant(), RequestId.TENANT.pattern()));
        }
        if (!RequestId.isId(word.getBatch())) {
            return Optional.of(notAllowed("batch", word.getBatch(), RequestId.ID.pattern()));
        }
        if (word.getKind() == BatchRecordKind.UNKNOWN) {
            return Optional.of("this version does not know what happened to the batch");
        }
        if (word.getKind() == BatchRecordKind.SEALED) {
            Long expected = word.getExpected();
            return expected == null || expected >= 0
                    ? Optional.empty()
                    : Optional.of(notAllowed("expected", expected.toString(), "0 and above"));
        }
        return RequestId.isId(word.getRequestId())
                ? Optional.empty()
                : Optional.of(notAllowed("requestId", word.getRequestId(), RequestId.ID.pattern()));
    }

    /** The counters of a label that nobody has heard of. */
    static BatchRow opened(BatchRecord word, long nowMs) {
        return BatchRow.newBuilder()
                .setTenant(word.getTenant())
                .setBatch(word.getBatch())
                .setFirstAt(nowMs)
                .build();
    }

    /** No more requests will come. A later seal may know better how many there are, until the batch is done. */
    static void seal(BatchRow row, Long expected) {
        row.setSealed(true);
        if (expected != null && row.getCompletedAt() == 0) {
            row.setExpected(expected);
        }
    }

    /**
     * Counts what became of a request, unless that was counted before.
     *
     * @param before how far the request was counted
     * @return how far it is counted now
     */
    static Counted count(BatchRow row, BatchRecord word, Counted before) {
        if (before == Counted.ENDED || (before == Counted.ACCEPTED && word.getKind() == BatchRecordKind.ACCEPTED)) {
            return before;
        }
        if (word.getKind() == BatchRecordKind.REJECTED) {
            row.setRejected(row.getRejected() + 1);
            return Counted.ENDED;
        }
        if (before == Counted.NOT) {
            row.setAccepted(row.getAccepted() + 1);
        }
        if (word.getKind() == BatchRecordKind.ACCEPTED) {
            return Counted.ACCEPTED;
        }
        countEnd(row, word.getKind());
        row.setImages(row.getImages() + Math.max(0, word.getImages()));
        return Counted.ENDED;
    }

    private static void countEnd(BatchRow row, BatchRecordKind end) {
        switch (end) {
            case COMPLETED -> row.setCompleted(row.getCompleted() + 1);
            case FAILED -> row.setFailed(row.getFailed() + 1);
            case CANCELLED -> row.setCancelled(row.getCancelled() + 1);
            case EXPIRED -> row.setExpired(row.getExpired() + 1);
            case UNKNOWN, ACCEPTED, REJECTED, SEALED ->
                throw new IllegalArgumentException(end + " does not end an accepted request");
        }
    }

    /**
     * Whether all requests of a sealed batch have ended. Where nobody said how many there are, it is those that are known,
     * of which there must be one.
     */
    static boolean isDone(BatchRow row) {
        long ended = row.getRejected() + row.getCompleted() + row.getFailed() + row.getCancelled() + row.getExpired();
        long known = row.getAccepted() + row.getRejected();
        return row.getSealed()
                && (row.getExpected() == null ? known > 0 && ended == known : ended >= row.getExpected());
    }

    /** How many requests ended how, by the kind of their last event in lower case. */
    static Map<String, Long> ends(BatchRow row) {
        Map<String, Long> ends = new TreeMap<>();
        ends.put("completed", row.getCompleted());
        ends.put("failed", row.getFailed());
        ends.put("rejected", row.getRejected());
        ends.put("cancelled", row.getCancelled());
        ends.put("expired", row.getExpired());
        return ends;
    }

    private static String notAllowed(String field, String value, String allowed) {
        String shown = value.length() > 60 ? value.substring(0, 60) + "..." : value;
        return "%s '%s': allowed is %s".formatted(field, shown, allowed);
    }
}
