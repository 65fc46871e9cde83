package dev.titorelli.stream;

import dev.titorelli.stream.queue.QueueReport;
import dev.titorelli.stream.queue.QueueReport.Tenant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which tenants have metrics of their own, for their number is not bounded: who has one keeps it while it has work, and
 * free places go to those with the most work. For one thread.
 */
final class NamedTenants {

    /** No tenant can be called so. */
    static final String OTHERS = "_others";

    static final int PLACES = 20;

    private final Set<String> named = new HashSet<>();

    /** Fills the free places. */
    void choose(Iterable<QueueReport> reports) {
        Map<String, Long> work = new HashMap<>();
        reports.forEach(
                report -> report.tenants().forEach(tenant -> work.merge(tenant.tenant(), workMs(tenant), Long::sum)));
        named.retainAll(work.keySet());
        work.entrySet().stream()
                .filter(entry -> !named.contains(entry.getKey()))
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(Math.max(0, PLACES - named.size()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(named::add);
    }

    /** A tenant's own name, or that of all others together. */
    String label(String tenant) {
        return named.contains(tenant) ? tenant : OTHERS;
    }

    private static long workMs(Tenant tenant) {
        return tenant.backlogMs() + tenant.inFlightMs();
    }
}
