package dev.titorelli.standalone.setup;

import dev.titorelli.identity.QueueName;
import java.time.Duration;
import java.util.List;

/**
 * What a cluster must have before the system can run on it.
 *
 * @param prefix of all topic names
 * @param requestPartitions of request.v1 and of all topics that are partitioned like it
 * @param queuePartitions of queue.v1
 * @param replication copies of each partition; {@link #BROKERS_REPLICATION} leaves it to the broker
 * @param queues the queues whose job topics are wanted: both lanes of each bucket of each model
 * @param recordLock how long a worker has between taking a job and accepting it; a stock broker allows 15 to 60 s
 */
public record SetupPlan(
        String prefix,
        int requestPartitions,
        int queuePartitions,
        short replication,
        List<QueueName> queues,
        Duration recordLock) {

    public static final short BROKERS_REPLICATION = -1;
    public static final int DEFAULT_REQUEST_PARTITIONS = 3;
    public static final int DEFAULT_QUEUE_PARTITIONS = 1;
    public static final Duration DEFAULT_RECORD_LOCK = Duration.ofSeconds(15);

    /** @throws IllegalArgumentException naming the setting, its value and what is allowed */
    public SetupPlan {
        requirePositive("request partitions", requestPartitions);
        requirePositive("queue partitions", queuePartitions);
        if (replication < 1 && replication != BROKERS_REPLICATION) {
            throw new IllegalArgumentException("replication " + replication + ": allowed is 1 and above");
        }
        queues = List.copyOf(queues);
        if (recordLock.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("record lock " + recordLock + ": allowed is one second and above");
        }
    }

    public SetupPlan(
            String prefix, int requestPartitions, int queuePartitions, short replication, List<QueueName> queues) {
        this(prefix, requestPartitions, queuePartitions, replication, queues, DEFAULT_RECORD_LOCK);
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " " + value + ": allowed is 1 and above");
        }
    }
}
