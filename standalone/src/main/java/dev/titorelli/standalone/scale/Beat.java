package dev.titorelli.standalone.scale;

import dev.titorelli.identity.QueueName;
import java.util.Map;

/** A worker's heartbeat. */
record Beat(SimulatedWorker worker, Map<QueueName, Sight> queues) {

    /**
     * What it says of a queue.
     *
     * @param room jobs that it would take now
     * @param emptyMs how long its polls have brought nothing; 0 when it does not poll
     */
    record Sight(int room, double emptyMs) {}
}
