package dev.titorelli.stream.lease;

import dev.titorelli.QueueRoom;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.stream.catalogue.Workers;
import dev.titorelli.stream.lease.EndOffsets.Reading;
import dev.titorelli.stream.row.JobRow;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Watches the worker runs on behalf of one task. Lives in memory: a restart starts every count anew. */
public final class RunWatch {

    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private final LeaseSettings settings;
    private final TickCounter ticks;
    private final Map<String, Pulse> pulses = new HashMap<>();
    private boolean counted;

    public RunWatch(LeaseSettings settings) {
        this.settings = settings;
        this.ticks = new TickCounter(settings.maxTickGap().toMillis());
    }

    /** What a tick is told. */
    public record Tick(long nowMs, Optional<Reading> reading, long workerNext, OutcomePosition outcomeNext) {}

    /**
     * Looks at all runs.
     *
     * @param holders runs that hold a lease of this task
     */
    public void tick(Tick tick, Workers workers, Set<String> holders) {
        counted = ticks.counts(tick.nowMs(), tick.reading(), tick.workerNext(), tick.outcomeNext());
        Set<String> runs = new HashSet<>(holders);
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

    /** Whether the last two heartbeats of the run that holds a job's lease lack the job. */
    public boolean isDropped(JobRow job, Workers workers) {
        return counted
                && workers.newestOf(job.getWorkerRun())
                        .filter(newest -> lacks(newest, job))
                        .isPresent()
                && workers.beforeNewestOf(job.getWorkerRun())
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
     * lock, and the job has been released for longer than that. Both spans are taken from one clock each.
     */
    public boolean isSwallowed(JobRow job, Workers workers, long nowMs) {
        long patienceMs = 2 * settings.recordLock().toMillis();
        return nowMs - job.getSince() > patienceMs
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

    private record Pulse(long counter, int silentTicks) {
        static final long NO_HEARTBEAT = -1;

        Pulse next(long newCounter, boolean counts) {
            boolean silent = newCounter == counter || newCounter == NO_HEARTBEAT;
            return new Pulse(newCounter, silent && counts ? silentTicks + 1 : 0);
        }
    }
}
