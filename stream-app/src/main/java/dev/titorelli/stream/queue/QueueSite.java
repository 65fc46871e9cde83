package dev.titorelli.stream.queue;

import java.util.function.LongSupplier;

/**
 * What the queues of one task work with.
 *
 * @param unstarted what the queues of this instance have released that nobody started
 * @param clockMs epoch milliseconds
 */
record QueueSite(
        QueuePolicy policy,
        QueueRows rows,
        Answers answers,
        LiveWorkers workers,
        UnstartedJobs unstarted,
        LongSupplier clockMs) {

    long nowMs() {
        return clockMs.getAsLong();
    }
}
