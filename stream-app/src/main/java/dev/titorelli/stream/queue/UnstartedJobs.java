package dev.titorelli.stream.queue;

import dev.titorelli.QueueRoom;
import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.queue.LiveWorkers.Serving;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Released jobs that no worker has started, by queue, of all queues of this instance. A worker announces the same room for
 * every queue that it serves: what another queue has released into it is room no more. An INTERACTIVE queue does not wait for
 * what BULK has released. Safe for several threads.
 */
public final class UnstartedJobs {

    /** Sums with it do not overflow. */
    private static final double MOST = 1_000_000_000;

    private final Map<QueueName, Integer> byQueue = new ConcurrentHashMap<>();

    void set(QueueName queue, int jobs) {
        if (jobs == 0) {
            byQueue.remove(queue);
        } else {
            byQueue.put(queue, jobs);
        }
    }

    /** What workers that serve a queue have left for it. */
    int room(QueueName queue, LiveWorkers workers) {
        double left = 0;
        for (Serving serving : workers.serving(queue.toString())) {
            int announced = Math.max(0, serving.room().getRoom());
            left += announced == 0
                    ? 0
                    : Math.max(0, announced - claims(queue, serving.heartbeat().getQueues(), workers));
        }
        return (int) Math.min(MOST, left);
    }

    /** What other queues have released to a worker, if those who serve them share it evenly. */
    private double claims(QueueName queue, List<QueueRoom> served, LiveWorkers workers) {
        double claims = 0;
        for (Map.Entry<QueueName, Integer> other : byQueue.entrySet()) {
            String name = other.getKey().toString();
            boolean goesBefore =
                    !other.getKey().equals(queue) && other.getKey().lane().compareTo(queue.lane()) <= 0;
            if (goesBefore && served.stream().anyMatch(room -> room.getQueue().equals(name))) {
                claims += (double) other.getValue()
                        / Math.max(1, workers.serving(name).size());
            }
        }
        return claims;
    }
}
