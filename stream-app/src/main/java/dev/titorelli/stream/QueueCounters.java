package dev.titorelli.stream;

import dev.titorelli.Job;
import dev.titorelli.Placement;
import dev.titorelli.PlacementKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.metrics.MetricKeys;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts by queue what its room decides. A refused job may name any queue, so that only the first ones have series of their own. */
final class QueueCounters {

    private static final int QUEUES = 200;
    private static final String OTHERS = "_others";

    private final MeterRegistry meters;
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    QueueCounters(MeterRegistry meters) {
        this.meters = meters;
    }

    void released(Job job) {
        meters.counter(MetricKeys.QUEUE_RELEASED.name(), "queue", label(job.getQueue()))
                .increment();
    }

    void placed(Placement placement) {
        if (placement.getKind() == PlacementKind.REFUSED) {
            refused(label(placement.getQueue()), placement.getReason()).increment();
        }
    }

    private Counter refused(String label, String reason) {
        return meters.counter(MetricKeys.QUEUE_REFUSED.name(), "queue", label, "reason", reason);
    }

    /** A queue that is named first has a count of refusals at once: a rate of what was never there can't be told. */
    private String label(String queue) {
        if (!named.contains(queue) && named.size() < QUEUES) {
            named.add(queue);
            refused(queue, FaultCode.QUEUE_FULL.name());
        }
        return named.contains(queue) ? queue : OTHERS;
    }
}
