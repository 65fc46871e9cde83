package dev.titorelli.stream.queue;

import dev.titorelli.QueueRoom;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.stream.catalogue.WorkerPosition;
import dev.titorelli.stream.catalogue.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Who would take jobs now: worker runs whose heartbeats go on, that do not drain and are in no trouble. How fresh a heartbeat
 * is follows from when this instance saw its counter rise, so that clocks need not agree. Used by the task's thread alone.
 */
final class LiveWorkers {

    private static final long LOOK_MS = 100;
    private static final int SILENT_HEARTBEATS = 3;

    private final ReadOnlyKeyValueStore<String, WorkerHeartbeat> store;
    private final WorkerPosition position;
    private final Map<String, Pulse> pulses = new HashMap<>();
    private Map<String, List<Serving>> byQueue = Map.of();
    private long readAt = -1;
    private long lookedAtMs = Long.MIN_VALUE;

    LiveWorkers(ReadOnlyKeyValueStore<String, WorkerHeartbeat> store, WorkerPosition position) {
        this.store = store;
        this.position = position;
    }

    /** A worker, and what it says of one queue. */
    record Serving(WorkerHeartbeat heartbeat, QueueRoom room) {}

    private record Pulse(WorkerHeartbeat newest, long seenAtMs) {
        boolean isTaking(long nowMs) {
            return nowMs - seenAtMs <= SILENT_HEARTBEATS * (long) newest.getIntervalMs()
                    && !newest.getDraining()
                    && newest.getTrouble().isEmpty();
        }
    }

    /** Looks again if the last look was a while ago. */
    void look(long nowMs) {
        if (lookedAtMs != Long.MIN_VALUE && nowMs - lookedAtMs < LOOK_MS) {
            return;
        }
        lookedAtMs = nowMs;
        long next = position.next();
        if (next != readAt) {
            readAt = next;
            read(nowMs);
        }
        Map<String, List<Serving>> serving = new HashMap<>();
        pulses.values().stream().filter(pulse -> pulse.isTaking(nowMs)).forEach(pulse -> pulse.newest()
                .getQueues()
                .forEach(room -> serving.computeIfAbsent(room.getQueue(), queue -> new ArrayList<>())
                        .add(new Serving(pulse.newest(), room))));
        byQueue = serving;
    }

    private void read(long nowMs) {
        Map<String, Pulse> before = Map.copyOf(pulses);
        pulses.clear();
        for (WorkerHeartbeat newest : Workers.of(store, position).newest()) {
            Pulse last = before.get(newest.getWorkerRun());
            boolean rises = last != null && last.newest().getCounter() != newest.getCounter();
            long firstSeen = Math.min(nowMs, newest.getAt().toEpochMilli());
            long seenAt = last == null ? firstSeen : rises ? nowMs : last.seenAtMs();
            pulses.put(newest.getWorkerRun(), new Pulse(newest, seenAt));
        }
    }

    /** Those that serve a queue. */
    List<Serving> serving(String queue) {
        return byQueue.getOrDefault(queue, List.of());
    }

    /** Whether one of those that serve a queue holds a job under this attempt. */
    boolean holds(String queue, WaitingJob job) {
        return serving(queue).stream()
                .flatMap(serving -> serving.heartbeat().getJobs().stream())
                .anyMatch(held -> held.getJobId().equals(job.jobId()) && held.getAttempt() == job.attempt());
    }

    /** What workers measured of a step of one row of a queue, in milliseconds: their mean. */
    OptionalDouble msPerStep(String queue) {
        return serving(queue).stream()
                .filter(serving ->
                        serving.room().getMsPerStep() != null && serving.room().getMsPerStep() > 0)
                .mapToDouble(serving -> serving.room().getMsPerStep())
                .average();
    }
}
