package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.standalone.terminal.Seconds;
import dev.titorelli.standalone.terminal.TextTable;
import java.time.Duration;
import java.util.List;

/** Queues as a table: a line for each, and one for each of its tenants. */
final class QueueTable {

    private QueueTable() {}

    static List<String> lines(List<JsonNode> queues) {
        if (queues.isEmpty()) {
            return List.of("no queues: no worker has announced a model yet");
        }
        TextTable table = new TextTable("queue", "tenant", "waiting", "work", "in flight", "state", "room", "workers");
        for (JsonNode queue : queues) {
            table.row(cells(
                    queue,
                    queue.path("queue").asText(),
                    "",
                    queue.path("room").asText(),
                    queue.path("workers").asText()));
            queue.path("tenants")
                    .forEach(row -> table.row(cells(row, "", row.path("tenant").asText(), "", "")));
        }
        return table.lines();
    }

    private static String[] cells(JsonNode row, String queue, String tenant, String room, String workers) {
        return new String[] {
            queue,
            tenant,
            row.path("jobsWaiting").asText(),
            work(row.path("backlogSeconds").asDouble()),
            row.path("jobsInFlight").asText(),
            row.path("paused").asBoolean() ? "paused" : "",
            room,
            workers
        };
    }

    private static String work(double seconds) {
        return seconds == 0 ? "0 s" : Seconds.of(Duration.ofMillis(Math.round(seconds * 1000)));
    }
}
