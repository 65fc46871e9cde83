package dev.titorelli.turn;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Shares one thing between flows by weight, in what their pieces cost. The credit of every flow that has a piece grows at
 * its weight; the first that can pay for its next piece has the turn. This is deficit round robin (Shreedhar and
 * Varghese, SIGCOMM 1995, doi:10.1145/217382.217453) with a quantum as small as can be, whose empty rounds are computed
 * instead of walked: over any time, a flow that always has a piece gets its share, less or more one piece. A flow that has
 * nothing loses its credit and keeps its debt. One thread at a time.
 *
 * @param <K> names a flow
 */
public final class DeficitRoundRobin<K> {

    private final ToDoubleFunction<K> weights;
    private final Map<K, Double> credits = new HashMap<>();
    private final Map<K, Long> lastTurns = new HashMap<>();
    private long turns;

    /** @param weights above 0, by flow */
    public DeficitRoundRobin(ToDoubleFunction<K> weights) {
        this.weights = weights;
    }

    /**
     * The flow whose turn it is; the same one again until somebody is charged. Of several it is the one that has waited
     * most turns, then the map's first.
     *
     * @param costs what the next piece costs, by flow that has one; at least 0
     * @return empty when no flow has a piece
     */
    public Optional<K> next(Map<K, Double> costs) {
        forgetIdle(costs.keySet());
        K first = null;
        double shortest = Double.POSITIVE_INFINITY;
        for (Map.Entry<K, Double> flow : costs.entrySet()) {
            double wait = wait(flow.getKey(), flow.getValue());
            if (first == null || wait < shortest || (wait == shortest && lastTurn(flow.getKey()) < lastTurn(first))) {
                first = flow.getKey();
                shortest = wait;
            }
        }
        if (shortest > 0 && first != null) {
            double rounds = shortest;
            costs.keySet().forEach(flow -> credits.merge(flow, rounds * weight(flow), Double::sum));
        }
        return Optional.ofNullable(first);
    }

    /** Takes what a piece has cost; below 0 gives back. */
    public void charge(K flow, double cost) {
        credits.merge(flow, -cost, Double::sum);
        lastTurns.put(flow, ++turns);
    }

    /** What each flow has to its credit, or owes below 0; one that is not named has 0. A copy. */
    public Map<K, Double> credits() {
        return Map.copyOf(credits);
    }

    /** Goes on where another has stopped. */
    public void restore(Map<K, Double> kept) {
        credits.clear();
        credits.putAll(kept);
    }

    private double wait(K flow, double cost) {
        return Math.max(0, cost - credits.getOrDefault(flow, 0.0)) / weight(flow);
    }

    private double weight(K flow) {
        double weight = weights.applyAsDouble(flow);
        if (!(weight > 0)) {
            throw new IllegalArgumentException("weight of " + flow + " is " + weight + ": allowed is above 0");
        }
        return weight;
    }

    private long lastTurn(K flow) {
        return lastTurns.getOrDefault(flow, 0L);
    }

    private void forgetIdle(Set<K> busy) {
        credits.entrySet().removeIf(flow -> flow.getValue() >= 0 && !busy.contains(flow.getKey()));
        lastTurns.keySet().removeIf(flow -> !busy.contains(flow) && !credits.containsKey(flow));
    }
}
