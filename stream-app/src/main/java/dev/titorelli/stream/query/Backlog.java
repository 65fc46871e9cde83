package dev.titorelli.stream.query;

import dev.titorelli.stream.queue.QueueReport;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What all instances know of the queues. Pure.
 *
 * @param reports by queue; a queue without a report is empty
 * @param missing partitions of queue.v1 that nobody answered for
 * @param problems why
 */
record Backlog(SortedMap<String, QueueReport> reports, SortedSet<Integer> missing, List<String> problems) {

    /** @param partitions how many queue.v1 has */
    static Backlog of(List<BacklogPart> parts, int partitions) {
        SortedMap<String, QueueReport> reports = new TreeMap<>();
        SortedSet<Integer> missing = new TreeSet<>();
        for (int partition = 0; partition < partitions; partition++) {
            missing.add(partition);
        }
        for (BacklogPart part : parts) {
            part.reports().forEach(report -> reports.putIfAbsent(report.queue(), report));
            missing.removeAll(part.partitions());
        }
        return new Backlog(
                reports,
                missing,
                parts.stream().flatMap(part -> part.problem().stream()).toList());
    }

    /** Whether every queue is in it. */
    boolean isWhole() {
        return missing.isEmpty();
    }
}
