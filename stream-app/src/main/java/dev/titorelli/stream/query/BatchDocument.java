package dev.titorelli.stream.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.stream.row.BatchRow;
import java.time.Instant;

/** The JSON form of a batch label's counters; see docs/http.md. */
final class BatchDocument {

    private BatchDocument() {}

    static ObjectNode of(BatchRow row) {
        long ended = row.getCompleted() + row.getFailed() + row.getRejected() + row.getCancelled() + row.getExpired();
        long requests = row.getAccepted() + row.getRejected();
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("tenant", row.getTenant())
                .put("batch", row.getBatch())
                .put("state", state(row))
                .put("requests", requests)
                .put("unfinished", requests - ended)
                .put("completed", row.getCompleted())
                .put("failed", row.getFailed())
                .put("rejected", row.getRejected())
                .put("cancelled", row.getCancelled())
                .put("expired", row.getExpired())
                .put("images", row.getImages());
        if (row.getExpected() != null) {
            document.put("expected", row.getExpected());
        }
        putTime(document, "firstAt", row.getFirstAt());
        putTime(document, "lastAt", row.getLastAt());
        putTime(document, "completedAt", row.getCompletedAt());
        return document;
    }

    private static String state(BatchRow row) {
        if (row.getCompletedAt() > 0) {
            return "COMPLETED";
        }
        return row.getSealed() ? "SEALED" : "OPEN";
    }

    private static void putTime(ObjectNode document, String name, long epochMs) {
        if (epochMs > 0) {
            document.put(name, Instant.ofEpochMilli(epochMs).toString());
        }
    }
}
