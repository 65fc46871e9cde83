package dev.titorelli.worker.schedule;

import dev.titorelli.Lane;
import dev.titorelli.turn.DeficitRoundRobin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Chooses the next slice at each boundary. INTERACTIVE goes first, but for BULK's share; within a lane the buckets share
 * the device by measured time; within a bucket the job goes first that has waited longest, and others step along with it.
 * Who keeps the jobs asks {@link #next}, does the slice, tells {@link #ran} how long it took, and asks again. One thread at
 * a time.
 */
public final class Scheduler {

    private final CostModel costs;
    private final BucketSlices slices;
    private final BulkCredit bulk;
    private final Map<Lane, DeficitRoundRobin<Integer>> buckets = new EnumMap<>(Lane.class);
    private boolean shared;

    public Scheduler(ScheduleSettings settings, CostModel costs) {
        this.costs = costs;
        this.slices = new BucketSlices(settings, costs);
        this.bulk = new BulkCredit(settings.bulkShare());
        buckets.put(Lane.INTERACTIVE, new DeficitRoundRobin<>(bucket -> 1));
        buckets.put(Lane.BULK, new DeficitRoundRobin<>(bucket -> 1));
    }

    /**
     * What to do now.
     *
     * @param nowNanos of the clock that the jobs' terms are told in
     * @param jobs all that are on the device's hands, in any order
     */
    public Decision next(long nowNanos, Collection<LiveJob> jobs) {
        List<Decision.Ending> endings = new ArrayList<>();
        List<LiveJob> going = new ArrayList<>();
        for (LiveJob job : jobs) {
            if (job.terms().stopped()) {
                endings.add(new Decision.Ending(job, Decision.Why.STOPPED));
            } else if (job.terms().deadlineNanos() <= nowNanos) {
                endings.add(new Decision.Ending(job, Decision.Why.OVERDUE));
            } else {
                going.add(job);
            }
        }
        return new Decision(endings, choose(going));
    }

    /**
     * Cuts a step that was chosen so that it is no longer than a slice, for those who can rest between two layers. Its jobs go on as one
     * job with {@link Work.Steps#layer} and all their rows, until the step is made.
     */
    public Slice.Step cut(Slice.Step step) {
        return slices.cut(step);
    }

    /** Tells how long the slice took that was chosen last. */
    public void ran(Slice slice, long nanos) {
        ran(slice, nanos, slice.jobs());
    }

    /**
     * As {@link #ran(Slice, long)}.
     *
     * @param payers whose rows it moved on: each lane pays for its own, where jobs in the midst of a step went on as one
     */
    public void ran(Slice slice, long nanos, List<LiveJob> payers) {
        costs.measured(slice, nanos);
        double forBulk = 0;
        for (Map.Entry<LiveJob, Double> part : parts(payers, nanos).entrySet()) {
            LiveJob job = part.getKey();
            buckets.get(job.lane()).charge(job.bucket(), part.getValue());
            forBulk += job.lane() == Lane.BULK ? part.getValue() : 0;
        }
        if (shared) {
            bulk.shared((double) nanos, forBulk);
        } else {
            bulk.alone();
        }
    }

    private Optional<Slice> choose(List<LiveJob> going) {
        Map<Lane, List<LiveJob>> lanes = going.stream().collect(Collectors.groupingBy(LiveJob::lane));
        List<LiveJob> interactive = lanes.getOrDefault(Lane.INTERACTIVE, List.of());
        List<LiveJob> inBulk = lanes.getOrDefault(Lane.BULK, List.of());
        shared = !interactive.isEmpty() && !inBulk.isEmpty();
        if (going.isEmpty()) {
            return Optional.empty();
        }
        if (interactive.isEmpty()) {
            return Optional.of(turn(Lane.BULK, inBulk, interactive));
        }
        if (shared) {
            Slice due = turn(Lane.BULK, inBulk, List.of());
            if (bulk.pays(costs.estimate(due))) {
                return Optional.of(due);
            }
        }
        return Optional.of(turn(Lane.INTERACTIVE, interactive, inBulk));
    }

    /** The slice of the bucket whose turn it is in a lane that has work. */
    private Slice turn(Lane lane, List<LiveJob> jobs, List<LiveJob> others) {
        Map<Integer, List<LiveJob>> riders = others.stream().collect(Collectors.groupingBy(LiveJob::bucket));
        Map<Integer, Slice> next = new TreeMap<>();
        jobs.stream()
                .collect(Collectors.groupingBy(LiveJob::bucket))
                .forEach((bucket, own) -> next.put(bucket, slices.next(own, riders.getOrDefault(bucket, List.of()))));
        Map<Integer, Double> prices = new TreeMap<>();
        next.forEach((bucket, slice) -> prices.put(bucket, costs.estimate(slice)));
        return next.get(buckets.get(lane).next(prices).orElseThrow());
    }

    /** Each job's part of the time, by its arithmetic. */
    private Map<LiveJob, Double> parts(List<LiveJob> jobs, long nanos) {
        if (jobs.size() == 1) {
            return Map.of(jobs.get(0), (double) nanos);
        }
        double all = jobs.stream().mapToDouble(costs::work).sum();
        return jobs.stream().collect(Collectors.toMap(job -> job, job -> nanos * costs.work(job) / all));
    }
}
