package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.titorelli.standalone.client.StreamQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The queues at one moment, as the stream apps told of them.
 *
 * @param document of {@code /backlog}
 */
record KnownQueues(JsonNode document) {

    private static final int LONGEST_LIST = 20;

    /**
     * Asks for one queue, or for all.
     *
     * @throws CommandFailed for a queue that there is not, with those that there are
     */
    static KnownQueues ask(StreamQueries queries, Optional<String> queue) {
        return ask(queries, queue.map(name -> Map.of("queue", name)).orElse(Map.of()));
    }

    /** The same with any parameters of docs/http.md. */
    static KnownQueues ask(StreamQueries queries, Map<String, String> parameters) {
        try {
            return new KnownQueues(queries.backlog(parameters));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.NOT_FOUND, e.getMessage(), e);
        }
    }

    List<JsonNode> queues() {
        List<JsonNode> queues = new ArrayList<>();
        document.path("queues").forEach(queues::add);
        return queues;
    }

    /** A queue by its name; missing when nobody told of it. */
    JsonNode queue(String name) {
        return queues().stream()
                .filter(queue -> queue.path("queue").asText().equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** Why some queues may be missing, in words for a person; empty when none is. */
    Optional<String> incomplete() {
        JsonNode incomplete = document.path("incomplete");
        if (incomplete.isMissingNode()) {
            return Optional.empty();
        }
        List<String> reasons = new ArrayList<>();
        incomplete.path("reasons").forEach(reason -> reasons.add(reason.asText()));
        String why = reasons.isEmpty() ? "" : ": " + String.join("; ", reasons);
        return Optional.of("some queues are missing, partitions " + incomplete.path("partitions")
                + " of queue.v1 could not be asked" + why);
    }

    /**
     * Makes sure that a tenant has jobs here, or is paused.
     *
     * @throws CommandFailed with the tenants that have
     */
    void requireTenant(String tenant) {
        TreeSet<String> tenants = new TreeSet<>();
        queues().forEach(queue -> queue.path("tenants")
                .forEach(row -> tenants.add(row.path("tenant").asText())));
        if (!tenants.contains(tenant) && incomplete().isEmpty()) {
            String others = tenants.isEmpty()
                    ? "nobody has"
                    : tenants.stream().limit(LONGEST_LIST).collect(Collectors.joining(", ", "there have: ", ""))
                            + (tenants.size() > LONGEST_LIST ? ", ..." : "");
            throw new CommandFailed(ExitCode.NOT_FOUND, "tenant " + tenant + " has no jobs there; " + others);
        }
    }
}
