package dev.titorelli.standalone.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What became of a batch's lines: {@code results.jsonl} has those whose request was completed, {@code errors.jsonl} the others
 * that are settled. In memory there is one bit for each line. For one thread.
 */
public final class BatchBooks implements AutoCloseable {

    private final BatchPlan plan;
    private final BitSet settled = new BitSet();
    private final Map<LineEnd, Integer> counts = new EnumMap<>(LineEnd.class);
    private final JsonLog results;
    private final JsonLog errors;
    private long sent;

    /** @param ids told the id of each line that was sent, as an earlier run has noted it */
    private BatchBooks(BatchFolder folder, BatchPlan plan, BiConsumer<Integer, String> ids) throws IOException {
        this.plan = plan;
        this.results = JsonLog.open(folder.results(), entry -> take(entry, ids));
        this.errors = JsonLog.open(folder.errors(), entry -> take(entry, ids));
    }

    static BatchBooks open(BatchFolder folder, BatchPlan plan, BiConsumer<Integer, String> ids) throws IOException {
        return new BatchBooks(folder, plan, ids);
    }

    private void take(JsonNode entry, BiConsumer<Integer, String> ids) {
        int line = entry.path("line").asInt();
        count(
                line,
                LineEnd.of(entry.path("state").asText()),
                entry.path("tries").asInt());
        if (entry.path("tries").asInt() > 0) {
            ids.accept(line, entry.path("requestId").asText());
        }
    }

    /** Whether a line needs no more work. */
    boolean isSettled(int line) {
        return settled.get(line);
    }

    /**
     * Notes how a line ended.
     *
     * @param entry what to write of it besides
     * @param tries how many requests were sent for it
     */
    void settle(int line, LineEnd end, int tries, ObjectNode entry) throws IOException {
        if (isSettled(line)) {
            throw new IllegalStateException("line " + line + " of " + plan.name() + " ends twice");
        }
        entry.put("line", line).put("state", end.name()).put("tries", tries);
        (end == LineEnd.COMPLETED ? results : errors).add(entry);
        count(line, end, tries);
    }

    private void count(int line, LineEnd end, int tries) {
        settled.set(line);
        counts.merge(end, 1, Integer::sum);
        sent += tries;
    }

    /** Brings to the files what was noted. */
    void flush() throws IOException {
        results.flush();
        errors.flush();
    }

    /** Lines that ended so, in all runs. */
    public int count(LineEnd end) {
        return counts.getOrDefault(end, 0);
    }

    /** Lines that ended, in all runs. */
    public int settledLines() {
        return settled.cardinality();
    }

    /** Requests that were sent for the lines that ended, in all runs. */
    long sent() {
        return sent;
    }

    @Override
    public void close() throws IOException {
        try (errors) {
            results.close();
        }
    }
}
