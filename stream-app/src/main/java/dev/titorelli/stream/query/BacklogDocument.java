package dev.titorelli.stream.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.queue.QueueReport;
import dev.titorelli.stream.queue.QueueReport.Tenant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;

/** The backlog as JSON. Pure. */
final class BacklogDocument {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Comparator<QueueName> ORDER = Comparator.comparing(QueueName::model)
            .thenComparing(QueueName::tokens)
            .thenComparing(QueueName::lane);

    private BacklogDocument() {}

    /**
     * All queues that are wanted, also those where nothing waits. Without all of them there is no total: who scales by it
     * would take away workers because a stream app did not answer.
     *
     * @param names all queues that there are
     */
    static ObjectNode of(Backlog backlog, BacklogWish wish, SortedSet<String> names) {
        ObjectNode document = NODES.objectNode();
        ArrayNode queues = NODES.arrayNode();
        List<Tenant> all = new ArrayList<>();
        for (QueueName name : names.stream().map(QueueName::parse).sorted(ORDER).toList()) {
            QueueReport report = backlog.reports().get(name.toString());
            if (wish.includes(name) && (report != null || backlog.isWhole())) {
                queues.add(queue(name, report));
                all.addAll(report == null ? List.of() : report.tenants());
            }
        }
        if (backlog.isWhole()) {
            document.set("totals", sums(NODES.objectNode(), all));
        } else {
            ObjectNode incomplete = document.putObject("incomplete");
            backlog.missing().forEach(incomplete.putArray("partitions")::add);
            backlog.problems().forEach(incomplete.withArray("reasons")::add);
        }
        return document.set("queues", queues);
    }

    /** @param report null for a queue that is empty, of which its owner keeps nothing */
    private static ObjectNode queue(QueueName name, QueueReport report) {
        ObjectNode queue = NODES.objectNode()
                .put("queue", name.toString())
                .put("model", name.model())
                .put("lane", name.lane().name().toLowerCase(Locale.ROOT))
                .put("paused", report != null && report.paused());
        List<Tenant> tenants = report == null ? List.of() : report.tenants();
        sums(queue, tenants).put("jobsUnstarted", report == null ? 0 : report.unstarted());
        if (report != null) {
            queue.put("room", report.room()).put("workers", report.liveWorkers());
        }
        ArrayNode rows = queue.putArray("tenants");
        tenants.forEach(tenant -> rows.add(tenant(tenant)));
        return queue;
    }

    private static ObjectNode tenant(Tenant tenant) {
        ObjectNode row = NODES.objectNode().put("tenant", tenant.tenant());
        return sums(row, List.of(tenant)).put("paused", tenant.paused()).put("weight", tenant.weight());
    }

    private static ObjectNode sums(ObjectNode row, List<Tenant> tenants) {
        long backlogMs = tenants.stream().mapToLong(Tenant::backlogMs).sum();
        long inFlightMs = tenants.stream().mapToLong(Tenant::inFlightMs).sum();
        return row.put(
                        "jobsWaiting",
                        tenants.stream().mapToLong(Tenant::waiting).sum())
                .put("backlogSeconds", seconds(backlogMs))
                .put(
                        "jobsInFlight",
                        tenants.stream().mapToLong(Tenant::inFlight).sum())
                .put("inFlightSeconds", seconds(inFlightMs))
                .put("workSeconds", seconds(backlogMs + inFlightMs));
    }

    private static double seconds(long ms) {
        return ms / 1000.0;
    }
}
