package dev.titorelli.stream.queue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Jobs that have left a backlog and not ended. */
final class ReleasedJobs {

    private final Map<String, WaitingJob> jobs = new HashMap<>();
    private final Set<String> unstarted = new HashSet<>();
    private final Map<String, Integer> byTenant = new HashMap<>();

    void add(WaitingJob job) {
        jobs.put(job.jobId(), job);
        unstarted.add(job.jobId());
        byTenant.merge(job.tenant(), 1, Integer::sum);
    }

    /** Whether it was released and had not started. */
    boolean started(String jobId) {
        return unstarted.remove(jobId);
    }

    boolean isUnstarted(String jobId) {
        return unstarted.contains(jobId);
    }

    Optional<WaitingJob> remove(String jobId) {
        Optional<WaitingJob> removed = Optional.ofNullable(jobs.remove(jobId));
        removed.ifPresent(job -> byTenant.computeIfPresent(job.tenant(), (tenant, n) -> n == 1 ? null : n - 1));
        unstarted.remove(jobId);
        return removed;
    }

    int unstarted() {
        return unstarted.size();
    }

    int of(String tenant) {
        return byTenant.getOrDefault(tenant, 0);
    }
}
