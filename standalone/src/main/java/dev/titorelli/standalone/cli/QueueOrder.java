package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.QueueRecordKind;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What an operator may tell a queue, and how the queue shows that it has heard. */
enum QueueOrder {
    PAUSE(QueueRecordKind.PAUSE, "Paused") {
        @Override
        boolean shows(JsonNode queue, Optional<String> tenant) {
            return tenant.isEmpty()
                    ? isPaused(queue)
                    : row(queue, tenant.get()).filter(QueueOrder::isPaused).isPresent();
        }
    },
    RESUME(QueueRecordKind.RESUME, "Resumed") {
        @Override
        boolean shows(JsonNode queue, Optional<String> tenant) {
            return tenant.isEmpty()
                    ? !isPaused(queue) && rows(queue).noneMatch(QueueOrder::isPaused)
                    // Of a queue that is paused as a whole, every tenant is.
                    : isPaused(queue)
                            || row(queue, tenant.get())
                                    .filter(QueueOrder::isPaused)
                                    .isEmpty();
        }
    },
    PURGE(QueueRecordKind.PURGE, "Purged") {
        @Override
        boolean shows(JsonNode queue, Optional<String> tenant) {
            return waiting(queue, tenant) == 0;
        }
    };

    private final QueueRecordKind kind;
    private final String done;

    QueueOrder(QueueRecordKind kind, String done) {
        this.kind = kind;
        this.done = done;
    }

    QueueRecordKind kind() {
        return kind;
    }

    /** Such as {@code Paused}. */
    String done() {
        return done;
    }

    /** Such as {@code pause}. */
    String verb() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a queue stands as after the order.
     *
     * @param queue of {@code /backlog}
     * @param tenant empty for all
     */
    abstract boolean shows(JsonNode queue, Optional<String> tenant);

    /** Jobs that wait in a queue, of all tenants or of one. */
    static long waiting(JsonNode queue, Optional<String> tenant) {
        return tenant.isEmpty()
                ? queue.path("jobsWaiting").asLong()
                : row(queue, tenant.get())
                        .map(row -> row.path("jobsWaiting").asLong())
                        .orElse(0L);
    }

    static Optional<JsonNode> row(JsonNode queue, String tenant) {
        return rows(queue)
                .filter(row -> row.path("tenant").asText().equals(tenant))
                .findFirst();
    }

    private static Stream<JsonNode> rows(JsonNode queue) {
        return StreamSupport.stream(queue.path("tenants").spliterator(), false);
    }

    private static boolean isPaused(JsonNode row) {
        return row.path("paused").asBoolean();
    }
}
