package dev.titorelli.worker.take;

import dev.titorelli.QueueRoom;
import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.identity.QueueName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The other workers of a model, by the heartbeats that are heard while this one listens: what the topic kept from before says nothing
 * about who lives. For one thread.
 */
final class LiveWorkers {

    private static final int SILENT_HEARTBEATS = 3;

    private final String self;
    private final String alias;
    private final Map<String, Heard> heard = new TreeMap<>();

    private record Heard(WorkerHeartbeat heartbeat, Instant at) {}

    /** @param self this run, which is no other */
    LiveWorkers(String self, String alias) {
        this.self = self;
        this.alias = alias;
    }

    /** A heartbeat came just now. */
    void heard(WorkerHeartbeat heartbeat, Instant now) {
        if (!heartbeat.getWorkerRun().equals(self) && heartbeat.getModels().contains(alias)) {
            heard.put(heartbeat.getWorkerRun(), new Heard(heartbeat, now));
        }
    }

    /** A run said that it has ended. */
    void ended(String run) {
        heard.remove(run);
    }

    /** Runs that live. */
    List<String> runs(Instant now) {
        heard.values().removeIf(last -> isSilent(last, now));
        return List.copyOf(heard.keySet());
    }

    /** Runs that live and take from a queue. */
    List<String> servers(QueueName queue, Instant now) {
        return runs(now).stream().filter(run -> serves(run, queue)).toList();
    }

    /** How many jobs of a queue they would take now. */
    int room(QueueName queue, Instant now) {
        return servers(queue, now).stream()
                .flatMap(run -> heard.get(run).heartbeat().getQueues().stream())
                .filter(room -> room.getQueue().equals(queue.toString()))
                .mapToInt(QueueRoom::getRoom)
                .sum();
    }

    /** One that drains or is in trouble takes nothing. */
    private boolean serves(String run, QueueName queue) {
        WorkerHeartbeat last = heard.get(run).heartbeat();
        return !last.getDraining()
                && last.getTrouble().isEmpty()
                && last.getQueues().stream().anyMatch(room -> room.getQueue().equals(queue.toString()));
    }

    private static boolean isSilent(Heard last, Instant now) {
        Duration most =
                Duration.ofMillis((long) SILENT_HEARTBEATS * last.heartbeat().getIntervalMs());
        return now.isAfter(last.at().plus(most));
    }
}
