package dev.titorelli.stream.lease;

import dev.titorelli.QueueRoom;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.stream.catalogue.Workers;
import dev.titorelli.stream.lease.EndOffsets.Reading;
import dev.titorelli.stream.row.JobRow;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Watches the worker runs on behalf of one task. Lives in memory: a restart starts every count anew. */
public final class RunWatch {

    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final LeaseSettings settings;
    private final TickCounter ticks;
    private final Map<String, Pulse> pulses = new HashMap<>();
    private Map<Lease, Long> missed = Map.of();
    private boolean counted;
    private long workerEnd;

    public RunWatch(LeaseSettings settings) {
        this.settings = settings;
        this.ticks = new TickCounter(settings.maxTickGap().toMillis());
    }

    /** What a tick is told. */
    public record Tick(long nowMs, Optional<Reading> reading, long workerNext, OutcomePosition outcomeNext) {}

    /**
     * Looks at all runs.
     *
     * @param held jobs of this task of which a run holds the lease
     */
    public void tick(Tick tick, Workers workers, List<JobRow> held) {
        counted = ticks.counts(tick.nowMs(), tick.reading(), tick.workerNext(), tick.outcomeNext());
        workerEnd = tick.reading().map(Reading::workerEnd).orElse(0L);
        missed = missed(held, workers);
        Set<String> runs = held.stream().map(JobRow::getWorkerRun).collect(Collectors.toCollection(HashSet::new));
        workers.newest().forEach(heartbeat -> runs.add(heartbeat.getWorkerRun()));
        pulses.keySet().retainAll(runs);
        for (String run : runs) {
            long counter =
                    workers.newestOf(run).map(WorkerHeartbeat::getCounter).orElse(Pulse.NO_HEARTBEAT);
            Pulse before = pulses.get(run);
            pulses.put(run, before == null ? new Pulse(counter, 0) : before.next(counter, counted));
        }
    }

    /** Whether a run was silent for so many counted ticks that its jobs go to others. */
    public boolean isLost(String run) {
        Pulse pulse = pulses.get(run);
        return pulse != null && pulse.silentTicks() >= settings.silentTicks();
    }

    /** Whether a run was silent for so long that nobody needs to hear of it again. */
    public boolean isForgettable(String run) {
        Pulse pulse = pulses.get(run);
        return pulse != null
                && settings.tick().multipliedBy(pulse.silentTicks()).compareTo(FORGOTTEN_AFTER) >= 0;
    }

    /**
     * Whether two heartbeats in a row of the run that holds a job's lease lacked the job, and no outcome says why. A run
     * leaves a job out once the broker has its outcome: so the ends up to which outcomes were read have to be younger than
     * those heartbeats.
     */
    public boolean isDropped(JobRow job) {
        Long heartbeatsUpTo = missed.get(Lease.of(job));
        return counted && heartbeatsUpTo != null && workerEnd > heartbeatsUpTo;
    }

    /**
     * Whether a run holds a job for longer than the job may take. The run itself ends it then; this is for one that does not, a while
     * later. Nothing is said while outcomes are unread: one of them may be its end.
     */
    public boolean isOverdue(JobRow job, long nowMs) {
        long graceMs = settings.tick().toMillis() * settings.silentTicks();
        return counted && job.getTimeoutMs() > 0 && nowMs - job.getStartedAt() - graceMs > job.getTimeoutMs();
    }

    /** Leases whose job the last two heartbeats lack, each with the offset up to which they lay when first seen so. */
    private Map<Lease, Long> missed(List<JobRow> held, Workers workers) {
        Map<Lease, Long> found = new HashMap<>();
        held.stream()
                .filter(job -> isMissed(job, workers))
                .map(Lease::of)
                .forEach(lease -> found.put(lease, missed.getOrDefault(lease, workers.lastOffset())));
        return found;
    }

    private static boolean isMissed(JobRow job, Workers workers) {
        String run = job.getWorkerRun();
        return workers.newestOf(run).filter(newest -> lacks(newest, job)).isPresent()
                && workers.beforeNewestOf(run)
                        .filter(before -> lacks(before, job))
                        .isPresent();
    }

    /** Whether a live run serves a queue. */
    public boolean serves(String queue, Workers workers) {
        return workers.newest().stream()
                .filter(this::isTaking)
                .flatMap(heartbeat -> heartbeat.getQueues().stream())
                .anyMatch(room -> room.getQueue().equals(queue));
    }

    /**
     * Whether a released job will never be taken: a live run has polled its queue empty for longer than twice the record
     * lock, and the job has been released for longer than that. Both spans are taken from one clock each. Nothing is said
     * while outcomes are unread: one of them may say that the job has started.
     */
    public boolean isSwallowed(JobRow job, Workers workers, long nowMs) {
        long patienceMs = 2 * settings.recordLock().toMillis();
        return counted
                && nowMs - job.getSince() > patienceMs
                && workers.newest().stream()
                        .filter(this::isTaking)
                        .anyMatch(heartbeat -> emptyMs(heartbeat, job.getQueue()) > patienceMs);
    }

    private boolean isTaking(WorkerHeartbeat heartbeat) {
        return !heartbeat.getDraining() && !isLost(heartbeat.getWorkerRun());
    }

    private static long emptyMs(WorkerHeartbeat heartbeat, String queue) {
        return heartbeat.getQueues().stream()
                .filter(room -> room.getQueue().equals(queue) && room.getEmptySince() != null)
                .map(QueueRoom::getEmptySince)
                .mapToLong(since -> heartbeat.getAt().toEpochMilli() - since.toEpochMilli())
                .max()
                .orElse(0);
    }

    private static boolean lacks(WorkerHeartbeat heartbeat, JobRow job) {
        return heartbeat.getCounter() > job.getHeartbeat()
                && heartbeat.getJobs().stream()
                        .noneMatch(held -> held.getJobId().equals(job.getJobId()));
    }

    private record Lease(String jobId, int attempt, String run, long heartbeat) {
        static Lease of(JobRow job) {
            return new Lease(job.getJobId(), job.getAttempt(), job.getWorkerRun(), job.getHeartbeat());
        }
    }

    private record Pulse(long counter, int silentTicks) {
        static final long NO_HEARTBEAT = -1;

        Pulse next(long newCounter, boolean counts) {
            boolean silent = newCounter == counter || newCounter == NO_HEARTBEAT;
            return new Pulse(newCounter, silent && counts ? silentTicks + 1 : 0);
        }
    }
}
