package dev.titorelli.standalone.scale;

import dev.titorelli.identity.QueueName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What workers announced, by queue. A worker announces the same room for every queue that it serves: what other queues have released into
 * it is room no more, as the stream app counts it.
 */
final class AnnouncedRooms {

    private final Map<QueueName, Map<SimulatedWorker, Integer>> rooms = new HashMap<>();
    private final Map<QueueName, Integer> unstarted = new LinkedHashMap<>();

    void announce(QueueName queue, SimulatedWorker worker, int room) {
        rooms.computeIfAbsent(queue, name -> new HashMap<>()).put(worker, room);
    }

    /** The worker has been silent for too long. */
    void forget(SimulatedWorker worker) {
        rooms.values().forEach(byWorker -> byWorker.remove(worker));
    }

    /** So many jobs of the queue are released and not started. */
    void unstarted(QueueName queue, int jobs) {
        unstarted.put(queue, jobs);
    }

    /** Jobs that workers have left for a queue. */
    int left(QueueName queue) {
        double[] left = new double[1];
        of(queue).forEach((worker, room) -> {
            if (room > 0) {
                left[0] += Math.max(0, room - claims(queue, worker));
            }
        });
        return (int) left[0];
    }

    /** What other queues that go before have released to a worker, if those who serve them share it evenly. */
    private double claims(QueueName queue, SimulatedWorker worker) {
        double claims = 0;
        for (Map.Entry<QueueName, Integer> other : unstarted.entrySet()) {
            boolean goesBefore = other.getKey().lane().compareTo(queue.lane()) <= 0
                    && !other.getKey().equals(queue);
            Map<SimulatedWorker, Integer> serving = of(other.getKey());
            if (other.getValue() > 0 && goesBefore && serving.containsKey(worker)) {
                claims += (double) other.getValue() / serving.size();
            }
        }
        return claims;
    }

    private Map<SimulatedWorker, Integer> of(QueueName queue) {
        return rooms.getOrDefault(queue, Map.of());
    }
}
