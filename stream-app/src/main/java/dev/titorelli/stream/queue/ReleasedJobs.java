package dev.titorelli.stream.queue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Jobs that have left a backlog and not ended. */
final class ReleasedJobs {

    private final Map<String, WaitingJob> jobs = new HashMap<>();
    private final Set<String> unstarted = new HashSet<>();
    private final Set<String> unsure = new HashSet<>();
    private final Map<String, Load> byTenant = new HashMap<>();

    private record Load(int jobs, long deviceMs) {
        static final Load NONE = new Load(0, 0);

        Load plus(int more, long moreMs) {
            return new Load(jobs + more, deviceMs + moreMs);
        }
    }

    void add(WaitingJob job) {
        remove(job.jobId());
        jobs.put(job.jobId(), job);
        unstarted.add(job.jobId());
        byTenant.merge(job.tenant(), new Load(1, job.deviceMs()), (a, b) -> a.plus(b.jobs(), b.deviceMs()));
    }

    /** A job of which only a worker knows whether it has started. */
    void addUnsure(WaitingJob job) {
        add(job);
        unsure.add(job.jobId());
    }

    /** Those of which only a worker knows whether they have started count as started if one holds them. */
    void settle(Predicate<WaitingJob> isHeld) {
        unsure.removeIf(jobId -> {
            boolean held = isHeld.test(jobs.get(jobId));
            if (held) {
                unstarted.remove(jobId);
            }
            return held;
        });
    }

    boolean hasUnsure() {
        return !unsure.isEmpty();
    }

    /** Whether it was released and had not started. */
    boolean started(String jobId) {
        unsure.remove(jobId);
        return unstarted.remove(jobId);
    }

    boolean isUnstarted(String jobId) {
        return unstarted.contains(jobId);
    }

    Optional<WaitingJob> find(String jobId) {
        return Optional.ofNullable(jobs.get(jobId));
    }

    Optional<WaitingJob> remove(String jobId) {
        Optional<WaitingJob> removed = Optional.ofNullable(jobs.remove(jobId));
        removed.ifPresent(job -> byTenant.computeIfPresent(
                job.tenant(), (tenant, load) -> load.jobs() == 1 ? null : load.plus(-1, -job.deviceMs())));
        unstarted.remove(jobId);
        unsure.remove(jobId);
        return removed;
    }

    int unstarted() {
        return unstarted.size();
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    Set<String> tenants() {
        return new TreeSet<>(byTenant.keySet());
    }

    int of(String tenant) {
        return byTenant.getOrDefault(tenant, Load.NONE).jobs();
    }

    /** Estimated device time of a tenant's jobs. */
    long deviceMs(String tenant) {
        return byTenant.getOrDefault(tenant, Load.NONE).deviceMs();
    }

    /** Estimated device time of all. */
    long deviceMs() {
        return byTenant.values().stream().mapToLong(Load::deviceMs).sum();
    }
}
