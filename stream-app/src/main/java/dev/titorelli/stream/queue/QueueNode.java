package dev.titorelli.stream.queue;

import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.catalogue.WorkerPosition;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What the node {@code release-jobs} needs to know.
 *
 * @param hasTopic whether a queue's job topic is there
 * @param workerPosition how far worker.v1 was read
 */
public record QueueNode(
        Stores stores,
        Sinks sinks,
        QueuePolicy policy,
        Predicate<QueueName> hasTopic,
        WorkerPosition workerPosition,
        Sights sights) {

    /** How often workers and released jobs are looked at, when no record gives cause. */
    static final Duration TICK = Duration.ofMillis(200);

    /** How often a waiting job's place is looked at, and the accounts are kept. */
    static final Duration SLOW_TICK = Duration.ofSeconds(5);

    /**
     * Names of stores.
     *
     * @param queues rows of queues and their jobs
     * @param workers global store of heartbeats
     */
    public record Stores(String queues, String workers) {}

    /**
     * Names of sinks.
     *
     * @param jobs of jobs
     * @param placements of placements
     * @param graveyard of dead letters
     */
    public record Sinks(String jobs, String placements, String graveyard) {}

    /** What all queues of this instance share. */
    public record Sights(QueueBoard board, UnstartedJobs unstarted) {

        /** Nobody has said anything yet. */
        public static Sights empty() {
            return new Sights(new QueueBoard(), new UnstartedJobs());
        }
    }
}
