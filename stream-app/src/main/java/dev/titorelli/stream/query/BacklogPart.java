package dev.titorelli.stream.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.http.Answer;
import dev.titorelli.stream.queue.QueueReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one instance knows of the queues, or why that is not known.
 *
 * @param partitions those of queue.v1 that it owns
 */
record BacklogPart(List<QueueReport> reports, SortedSet<Integer> partitions, Optional<String> problem) {

    /** Instances of a later version may say more. */
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /** What this instance owns before and after it has looked; one that may have lost everything tells nothing. */
    static BacklogPart own(QueueHoldings holdings, BacklogWish wish) {
        SortedSet<Integer> held = new TreeSet<>(holdings.partitions());
        List<QueueReport> reports = held.isEmpty()
                ? List.of()
                : holdings.reports().stream()
                        .filter(report -> wish.includes(report.queue()))
                        .map(wish::narrowed)
                        .toList();
        held.retainAll(holdings.partitions());
        return new BacklogPart(held.isEmpty() ? List.of() : reports, held, Optional.empty());
    }

    static BacklogPart unknown(String problem) {
        return new BacklogPart(List.of(), new TreeSet<>(), Optional.of(problem));
    }

    /** As another instance answers; fails when that is no such answer. */
    static BacklogPart read(Answer answer) {
        if (answer.status() != 200) {
            throw new IllegalStateException("it answers with status " + answer.status());
        }
        try {
            JsonNode json = JSON.readTree(answer.body());
            List<QueueReport> reports = new ArrayList<>();
            for (JsonNode report : json.path("reports")) {
                reports.add(JSON.treeToValue(report, QueueReport.class));
            }
            SortedSet<Integer> held = new TreeSet<>();
            json.path("partitions").forEach(partition -> held.add(partition.asInt()));
            return new BacklogPart(reports, held, Optional.empty());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalStateException("it answers with what is no backlog", e);
        }
    }

    /** For another instance. */
    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        json.set("reports", JSON.valueToTree(reports));
        partitions.forEach(json.putArray("partitions")::add);
        return json;
    }
}
