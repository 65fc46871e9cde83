package dev.titorelli.standalone.bench.queue;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** When jobs came, were on their topic, and started; in milliseconds of one clock. Safe for several threads. */
final class JobLog {

    private final Map<String, Coming> coming = new HashMap<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Coming(double atMs, boolean freely) {}

    /** A job. */
    static final class Entry {
        final String tenant;
        final double cameMs;
        final boolean freely;
        final double seenMs;
        double startedMs = Double.NaN;
        double deviceMs;

        private Entry(String tenant, Coming coming, double seenMs) {
            this.tenant = tenant;
            this.cameMs = coming.atMs();
            this.freely = coming.freely();
            this.seenMs = seenMs;
        }

        double waitMs() {
            return startedMs - cameMs;
        }

        double releaseMs() {
            return seenMs - cameMs;
        }

        boolean isStarted() {
            return !Double.isNaN(startedMs);
        }
    }

    /** @param freely whether a worker had nothing to do */
    synchronized void came(String requestId, double atMs, boolean freely) {
        coming.put(requestId, new Coming(atMs, freely));
    }

    synchronized void seen(String jobId, String requestId, String tenant, double atMs) {
        entries.putIfAbsent(jobId, new Entry(tenant, coming.get(requestId), atMs));
    }

    synchronized void started(String jobId, double deviceMs, double atMs) {
        Entry entry = entries.get(jobId);
        if (!entry.isStarted()) {
            entry.startedMs = atMs;
            entry.deviceMs = deviceMs;
        }
    }

    /** Started jobs, in the order of their starts. */
    synchronized List<Entry> started() {
        return entries.values().stream()
                .filter(Entry::isStarted)
                .sorted(Comparator.comparingDouble(entry -> entry.startedMs))
                .toList();
    }

    /** How many have started, of a tenant or, with null, of all. */
    synchronized int startedOf(String tenant) {
        return (int) entries.values().stream()
                .filter(entry -> entry.isStarted() && (tenant == null || entry.tenant.equals(tenant)))
                .count();
    }
}
