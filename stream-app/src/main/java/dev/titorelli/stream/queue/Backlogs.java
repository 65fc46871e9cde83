package dev.titorelli.stream.queue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What all tenants have waiting in one queue, by tenant; a tenant that has nothing waiting is not among them. */
final class Backlogs {

    private final Map<String, TenantBacklog> byTenant = new TreeMap<>();

    void add(WaitingJob job, boolean head) {
        byTenant.computeIfAbsent(job.tenant(), name -> new TenantBacklog()).add(job, head);
    }

    /** False when the job does not wait. */
    boolean remove(WaitingJob job) {
        TenantBacklog backlog = byTenant.get(job.tenant());
        boolean removed = backlog != null && backlog.remove(job.jobId());
        if (removed && backlog.isEmpty()) {
            byTenant.remove(job.tenant());
        }
        return removed;
    }

    /** Empties a tenant's backlog; returns what was in it. */
    List<WaitingJob> clear(String tenant) {
        TenantBacklog backlog = byTenant.remove(tenant);
        return backlog == null ? List.of() : backlog.clear();
    }

    /** The next job of a tenant that has one. */
    WaitingJob first(String tenant) {
        return byTenant.get(tenant).first();
    }

    /** Each tenant's next job, by tenant. */
    void forEachFirst(BiConsumer<String, WaitingJob> taker) {
        byTenant.forEach((tenant, backlog) -> taker.accept(tenant, backlog.first()));
    }

    Optional<WaitingJob> find(String tenant, String jobId) {
        return Optional.ofNullable(byTenant.get(tenant)).flatMap(backlog -> backlog.find(jobId));
    }

    /** A tenant's jobs in the order in which they go. */
    Stream<WaitingJob> jobs(String tenant) {
        TenantBacklog backlog = byTenant.get(tenant);
        return backlog == null ? Stream.of() : backlog.jobs();
    }

    /** By name; changes with the backlogs. */
    Set<String> tenants() {
        return Collections.unmodifiableSet(byTenant.keySet());
    }

    int size(String tenant) {
        TenantBacklog backlog = byTenant.get(tenant);
        return backlog == null ? 0 : backlog.size();
    }

    /** Estimated device time of a tenant's jobs. */
    long deviceMs(String tenant) {
        TenantBacklog backlog = byTenant.get(tenant);
        return backlog == null ? 0 : backlog.deviceMs();
    }
}
