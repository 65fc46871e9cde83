package dev.titorelli.stream.queue;

import java.util.Map;

/**
 * What an installation chooses for its queues.
 *
 * @param limits of a queue, and of each tenant that is not named below
 * @param weights shares of tenants, above 0; who is not named has 1
 * @param waiting jobs that may wait, for some tenants, 1 and above
 * @param inFlight jobs that may be released and not ended, for some tenants, 1 and above
 */
public record QueuePolicy(
        QueueLimits limits, Map<String, Double> weights, Map<String, Integer> waiting, Map<String, Integer> inFlight) {

    /** What holds where nobody chose. */
    public static final QueuePolicy DEFAULTS = of(QueueLimits.DEFAULTS);

    public QueuePolicy {
        if (limits.ahead() < 1) {
            // One released job is how a worker that serves other queues sees that this one needs it.
            throw new IllegalArgumentException("ahead " + limits.ahead() + ": allowed is 1 and above");
        }
        weights = Map.copyOf(weights);
        waiting = Map.copyOf(waiting);
        inFlight = Map.copyOf(inFlight);
        weights.forEach((tenant, weight) -> requireAbove(weight > 0 && weight < 1e9, "weight", tenant, weight));
        waiting.forEach((tenant, jobs) -> requireAbove(jobs > 0, "waiting jobs", tenant, jobs));
        inFlight.forEach((tenant, jobs) -> requireAbove(jobs > 0, "jobs in flight", tenant, jobs));
    }

    /** The same for all tenants. */
    public static QueuePolicy of(QueueLimits limits) {
        return new QueuePolicy(limits, Map.of(), Map.of(), Map.of());
    }

    /** The same with other shares. */
    public QueuePolicy withWeights(Map<String, Double> other) {
        return new QueuePolicy(limits, other, waiting, inFlight);
    }

    double weight(String tenant) {
        return weights.getOrDefault(tenant, 1.0);
    }

    int waiting(String tenant) {
        return waiting.getOrDefault(tenant, limits.waiting());
    }

    int inFlight(String tenant) {
        return inFlight.getOrDefault(tenant, limits.inFlight());
    }

    private static void requireAbove(boolean isAllowed, String what, String tenant, Number value) {
        if (!isAllowed) {
            throw new IllegalArgumentException(
                    "%s of tenant %s: %s; allowed is above 0".formatted(what, tenant, value));
        }
    }
}
