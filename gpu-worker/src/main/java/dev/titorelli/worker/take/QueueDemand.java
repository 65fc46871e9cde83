package dev.titorelli.worker.take;

import dev.titorelli.identity.QueueName;
import java.util.List;

/**
 * How a queue stood at a look.
 *
 * @param waiting records that its share group has not done with: about as many jobs
 * @param room how many jobs the other workers that serve it would take now
 * @param servers runs of the other live workers that serve it
 */
record QueueDemand(QueueName queue, long waiting, int room, List<String> servers) {

    QueueDemand {
        servers = List.copyOf(servers);
    }

    /** Whether jobs wait that none of the others will take. */
    boolean isOrphaned() {
        return waiting > 0 && servers.isEmpty();
    }

    /** Jobs for each of so many servers that are not about to be taken. */
    double load(int servers) {
        double left = Math.max(0, waiting - room);
        return servers == 0 ? (left > 0 ? Double.POSITIVE_INFINITY : 0) : left / servers;
    }
}
