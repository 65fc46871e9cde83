package dev.titorelli.stream.queue;

import dev.titorelli.turn.DeficitRoundRobin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The rules of one queue: each tenant's jobs wait in order, tenants share by weight in estimated device time, and a job is
 * released only while those that are released and not started stay just above the room that workers announce. Numbers
 * and names alone: who holds the records follows. One thread at a time.
 */
public final class FairQueue {

    private final QueueLimits limits;
    private final ToDoubleFunction<String> weights;
    private final ToIntFunction<String> mostWaiting;
    private final ToIntFunction<String> mostInFlight;
    private final DeficitRoundRobin<String> turns;
    private final Backlogs backlogs = new Backlogs();
    private final ReleasedJobs released = new ReleasedJobs();
    private final StartRate starts = new StartRate();
    private final Pauses pauses = new Pauses();

    /**
     * Limits that are the same for all tenants.
     *
     * @param weights of tenants, above 0
     */
    public FairQueue(QueueLimits limits, ToDoubleFunction<String> weights) {
        this(limits, weights, tenant -> limits.waiting(), tenant -> limits.inFlight());
    }

    /** A queue as an installation chose it. */
    public FairQueue(QueuePolicy policy) {
        this(policy.limits(), policy::weight, policy::waiting, policy::inFlight);
    }

    private FairQueue(
            QueueLimits limits,
            ToDoubleFunction<String> weights,
            ToIntFunction<String> mostWaiting,
            ToIntFunction<String> mostInFlight) {
        this.limits = limits;
        this.weights = weights;
        this.mostWaiting = mostWaiting;
        this.mostInFlight = mostInFlight;
        this.turns = new DeficitRoundRobin<>(weights);
    }

    /** Whether so many more jobs of a tenant may wait; a stage is refused whole. */
    public boolean admits(String tenant, int jobs) {
        return jobs <= mostWaiting.applyAsInt(tenant) - waiting(tenant);
    }

    /** A job comes last in its tenant's backlog. */
    public void enqueue(WaitingJob job) {
        backlogs.add(job, false);
    }

    /** A job is tried again: it goes before all that were not. What it did not use of its last release is given back. */
    public void retry(WaitingJob job) {
        left(job.jobId());
        backlogs.add(job, true);
    }

    /** Puts back what waited, or was released and had not ended, when another has stopped; in the order of the backlog. */
    public void restore(WaitingJob job, boolean isReleased) {
        if (isReleased) {
            released.addUnsure(job);
        } else {
            backlogs.add(job, job.place().head());
        }
    }

    /** Tenants' accounts go on where another has stopped. */
    public void restore(Map<String, Double> credits) {
        turns.restore(credits);
    }

    /** What tenants have to their credit, or owe below 0, in estimated device milliseconds. */
    public Map<String, Double> credits() {
        return turns.credits();
    }

    /**
     * Tells of restored jobs which of them a worker holds: these have started.
     *
     * @param isHeld whether a worker holds that attempt of the job
     */
    public void settle(Predicate<WaitingJob> isHeld) {
        if (released.hasUnsure()) {
            released.settle(isHeld);
        }
    }

    /** The job will not be needed. False when it does not wait: then it has to be ended where it is. */
    public boolean withdraw(WaitingJob job) {
        return backlogs.remove(job);
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

    /** The job has left the workers, nobody knows at what cost: what it did not use as it never started is given back. */
    public void left(String jobId) {
        boolean unused = released.isUnstarted(jobId);
        released.remove(jobId)
                .filter(job -> unused)
                .ifPresent(job -> turns.charge(job.tenant(), (double) -job.deviceMs()));
    }

    /** Who gets nothing released. */
    public Pauses pauses() {
        return pauses;
    }

    /** Empties a tenant's backlog; returns what was in it. */
    public List<WaitingJob> purge(String tenant) {
        return backlogs.clear(tenant);
    }

    /**
     * What is to be sent to the workers now, in order.
     *
     * @param room jobs that live workers say they would take
     */
    public List<WaitingJob> release(long room, long nowMs) {
        List<WaitingJob> going = new ArrayList<>();
        long target = room + ahead(nowMs);
        while (!pauses.isWhole() && released.unstarted() < target) {
            Optional<String> tenant = turns.next(prices());
            if (tenant.isEmpty()) {
                break;
            }
            WaitingJob job = backlogs.first(tenant.get());
            turns.charge(job.tenant(), (double) job.deviceMs());
            withdraw(job);
            released.add(job);
            going.add(job);
        }
        return going;
    }

    /** A job that waits. */
    public Optional<WaitingJob> waitingJob(String tenant, String jobId) {
        return backlogs.find(tenant, jobId);
    }

    /** A job that is released and has not ended. */
    public Optional<WaitingJob> releasedJob(String jobId) {
        return released.find(jobId);
    }

    /** A tenant's waiting jobs, in the order in which they go. */
    public Stream<WaitingJob> backlog(String tenant, int atMost) {
        return backlogs.jobs(tenant).limit(atMost);
    }

    /** Tenants that have a job waiting or in flight, or are paused, by name. */
    public SortedSet<String> tenants() {
        SortedSet<String> tenants = new TreeSet<>(backlogs.tenants());
        tenants.addAll(released.tenants());
        tenants.addAll(pauses.tenants());
        return tenants;
    }

    /** Tenants that have a job waiting, by name. */
    public Set<String> waitingTenants() {
        return backlogs.tenants();
    }

    /** A tenant's share beside others'. */
    public double weight(String tenant) {
        return weights.applyAsDouble(tenant);
    }

    /** Jobs of a tenant that are released and have not ended. */
    public int inFlight(String tenant) {
        return released.of(tenant);
    }

    /** Estimated device time of a tenant's jobs that are released and have not ended. */
    public long inFlightMs(String tenant) {
        return released.deviceMs(tenant);
    }

    /** Estimated device time of all jobs that are released and have not ended. */
    public long inFlightMs() {
        return released.deviceMs();
    }

    /** Estimated device time of a tenant's waiting jobs. */
    public long backlogMs(String tenant) {
        return backlogs.deviceMs(tenant);
    }

    /** Jobs that are released and not started. */
    public int unstarted() {
        return released.unstarted();
    }

    /** Jobs of a tenant that wait. */
    public int waiting(String tenant) {
        return backlogs.size(tenant);
    }

    /** Estimated device time of what waits, by tenant. */
    public Map<String, Long> backlogMs() {
        Map<String, Long> byTenant = new TreeMap<>();
        backlogs.tenants().forEach(tenant -> byTenant.put(tenant, backlogs.deviceMs(tenant)));
        return byTenant;
    }

    private long ahead(long nowMs) {
        double meanwhile = starts.perSecond(nowMs) * limits.horizon().toMillis() / 1000;
        return Math.max(limits.ahead(), (long) Math.ceil(meanwhile));
    }

    private Map<String, Double> prices() {
        Map<String, Double> prices = new TreeMap<>();
        backlogs.forEachFirst((tenant, job) -> {
            if (!pauses.covers(tenant) && released.of(tenant) < mostInFlight.applyAsInt(tenant)) {
                prices.put(tenant, (double) job.deviceMs());
            }
        });
        return prices;
    }
}
