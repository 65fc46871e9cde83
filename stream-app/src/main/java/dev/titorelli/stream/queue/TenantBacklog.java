package dev.titorelli.stream.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a tenant has waiting in one queue: retried jobs, then the others, each in the order of their coming. */
final class TenantBacklog {

    private final Map<String, WaitingJob> retried = new LinkedHashMap<>();
    private final Map<String, WaitingJob> fresh = new LinkedHashMap<>();
    private long deviceMs;

    void add(WaitingJob job, boolean head) {
        remove(job.jobId());
        (head ? retried : fresh).put(job.jobId(), job);
        deviceMs += job.deviceMs();
    }

    /** The job that is next, of a backlog that is not empty. */
    WaitingJob first() {
        return (retried.isEmpty() ? fresh : retried).values().iterator().next();
    }

    Optional<WaitingJob> find(String jobId) {
        WaitingJob found = retried.get(jobId);
        return Optional.ofNullable(found == null ? fresh.get(jobId) : found);
    }

    boolean remove(String jobId) {
        WaitingJob removed = retried.remove(jobId);
        if (removed == null) {
            removed = fresh.remove(jobId);
        }
        deviceMs -= removed == null ? 0 : removed.deviceMs();
        return removed != null;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return retried.size() + fresh.size();
    }

    /** Estimated device time of all that waits. */
    long deviceMs() {
        return deviceMs;
    }

    /** In the order in which they go. */
    Stream<WaitingJob> jobs() {
        return Stream.concat(retried.values().stream(), fresh.values().stream());
    }

    List<WaitingJob> clear() {
        List<WaitingJob> all = new ArrayList<>(jobs().toList());
        retried.clear();
        fresh.clear();
        deviceMs = 0;
        return all;
    }
}
