package dev.titorelli.stream.request;

import dev.titorelli.stream.catalogue.Catalogue;
import java.util.function.LongSupplier;

/**
 * What the rules of REQUEST work with, for one task.
 *
 * @param ended requests that have ended and are remembered
 * @param partition the task's partition, which jobs carry as the one to answer on
 */
record Room(
        RequestRows requests,
        JobRows jobs,
        Timers timers,
        EndedRequests ended,
        Outbox outbox,
        Catalogue catalogue,
        RequestSettings settings,
        LongSupplier clockMs,
        int partition) {

    long nowMs() {
        return clockMs.getAsLong();
    }
}
