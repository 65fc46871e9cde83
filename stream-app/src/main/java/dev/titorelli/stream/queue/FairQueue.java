package dev.titorelli.stream.queue;

import dev.titorelli.turn.DeficitRoundRobin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The rules of one queue: each tenant's jobs wait in order, tenants share by weight in estimated device time, and a job is
 * released only while those that are released and not started stay just above the room that workers announce. Numbers
 * and names alone: who holds the records follows. One thread at a time.
 */
public final class FairQueue {

    private final QueueLimits limits;
    private final DeficitRoundRobin<String> turns;
    private final Map<String, TenantBacklog> backlogs = new TreeMap<>();
    private final ReleasedJobs released = new ReleasedJobs();
    private final StartRate starts = new StartRate();
    private final Set<String> paused = new HashSet<>();
    private boolean allPaused;

    /** @param weights of tenants, above 0 */
    public FairQueue(QueueLimits limits, ToDoubleFunction<String> weights) {
        this.limits = limits;
        this.turns = new DeficitRoundRobin<>(weights);
    }

    /** Whether so many more jobs of a tenant may wait; a stage is refused whole. */
    public boolean admits(String tenant, int jobs) {
        return jobs <= limits.waiting() - waiting(tenant);
    }

    /** A job comes last in its tenant's backlog. */
    public void enqueue(WaitingJob job) {
        backlog(job.tenant()).add(job, false);
    }

    /** A job is tried again: it goes before all that were not. What it did not use of its last release is given back. */
    public void retry(WaitingJob job) {
        boolean unused = released.isUnstarted(job.jobId());
        released.remove(job.jobId())
                .filter(before -> unused)
                .ifPresent(before -> turns.charge(before.tenant(), (double) -before.deviceMs()));
        backlog(job.tenant()).add(job, true);
    }

    /** The job will not be needed. False when it does not wait: then it has to be ended where it is. */
    public boolean withdraw(WaitingJob job) {
        TenantBacklog backlog = backlogs.get(job.tenant());
        boolean removed = backlog != null && backlog.remove(job.jobId());
        if (removed && backlog.isEmpty()) {
            backlogs.remove(job.tenant());
        }
        return removed;
    }

    /** A worker has started the job. */
    public void started(String jobId, long nowMs) {
        if (released.started(jobId)) {
            starts.started(nowMs);
        }
    }

    /**
     * The job has ended.
     *
     * @param usedMs device time that it took, which takes the estimate's place in its tenant's account
     */
    public void ended(String jobId, long usedMs) {
        released.remove(jobId).ifPresent(job -> turns.charge(job.tenant(), (double) (usedMs - job.deviceMs())));
    }

    /** Nothing more of a tenant is released. */
    public void pause(String tenant) {
        paused.add(tenant);
    }

    /** Nothing more is released. */
    public void pauseAll() {
        allPaused = true;
    }

    /** The opposite of {@link #pause}. */
    public void resume(String tenant) {
        paused.remove(tenant);
    }

    /** The opposite of {@link #pauseAll} and of every pause. */
    public void resumeAll() {
        allPaused = false;
        paused.clear();
    }

    /** Empties a tenant's backlog; returns what was in it. */
    public List<WaitingJob> purge(String tenant) {
        TenantBacklog backlog = backlogs.remove(tenant);
        return backlog == null ? List.of() : backlog.clear();
    }

    /**
     * What is to be sent to the workers now, in order.
     *
     * @param room jobs that live workers say they would take
     */
    public List<WaitingJob> release(long room, long nowMs) {
        List<WaitingJob> going = new ArrayList<>();
        long target = room + ahead(nowMs);
        while (!allPaused && released.unstarted() < target) {
            Optional<String> tenant = turns.next(prices());
            if (tenant.isEmpty()) {
                break;
            }
            WaitingJob job = backlogs.get(tenant.get()).first();
            turns.charge(job.tenant(), (double) job.deviceMs());
            withdraw(job);
            released.add(job);
            going.add(job);
        }
        return going;
    }

    /** Jobs that are released and not started. */
    public int unstarted() {
        return released.unstarted();
    }

    /** Jobs of a tenant that wait. */
    public int waiting(String tenant) {
        TenantBacklog backlog = backlogs.get(tenant);
        return backlog == null ? 0 : backlog.size();
    }

    /** Estimated device time of what waits, by tenant. */
    public Map<String, Long> backlogMs() {
        Map<String, Long> byTenant = new TreeMap<>();
        backlogs.forEach((tenant, backlog) -> byTenant.put(tenant, backlog.deviceMs()));
        return byTenant;
    }

    private long ahead(long nowMs) {
        double meanwhile = starts.perSecond(nowMs) * limits.horizon().toMillis() / 1000;
        return Math.max(limits.ahead(), (long) Math.ceil(meanwhile));
    }

    private Map<String, Double> prices() {
        Map<String, Double> prices = new TreeMap<>();
        backlogs.forEach((tenant, backlog) -> {
            if (!paused.contains(tenant) && released.of(tenant) < limits.inFlight()) {
                prices.put(tenant, (double) backlog.first().deviceMs());
            }
        });
        return prices;
    }

    private TenantBacklog backlog(String tenant) {
        return backlogs.computeIfAbsent(tenant, name -> new TenantBacklog());
    }
}
