package dev.titorelli.worker.model;

import java.util.BitSet;

/**
 * Places a number of computed steps so that the skipped ones miss the least change: each misses what the velocity has changed since the
 * computed step before it, for as long as it goes. Exact, by dynamic programming; the same on every machine.
 *
 * <p>{@code change} is up to each step, {@code length} of each step in flow time.
 */
final class StepPlacing {

    /** Steps that are always computed: there the picture's layout is decided. */
    private static final int FIRST = 3;
    /** Steps that are skipped behind each other at most. */
    private static final int MOST_SKIPPED = 7;

    private final double[] change;
    private final double[] lengths;
    private final double[] missed;
    private final int steps;

    private StepPlacing(FlowSchedule schedule, CachingFit fit) {
        steps = schedule.steps();
        change = new double[steps];
        lengths = new double[steps + 1];
        missed = new double[steps + 1];
        for (int step = 0; step < steps; step++) {
            change[step] = fit.at(schedule.flowTime(step));
            lengths[step + 1] = lengths[step] + schedule.timeDelta(step);
            missed[step + 1] = missed[step] + schedule.timeDelta(step) * change[step];
        }
    }

    /** The computed ones of a picture's steps, so many. */
    static BitSet of(FlowSchedule schedule, CachingFit fit, int computed) {
        return new StepPlacing(schedule, fit).placed(computed);
    }

    private BitSet placed(int computed) {
        double[][] least = new double[computed + 1][steps + 1];
        int[][] before = new int[computed + 1][steps + 1];
        for (double[] row : least) {
            java.util.Arrays.fill(row, Double.POSITIVE_INFINITY);
        }
        least[0][0] = 0;
        for (int count = 1; count <= computed; count++) {
            for (int next = count; next <= steps; next++) {
                for (int step = Math.max(count - 1, next - MOST_SKIPPED - 1); step < next; step++) {
                    double all = least[count - 1][step] + missed(step, next);
                    if (all < least[count][next]) {
                        least[count][next] = all;
                        before[count][next] = step;
                    }
                }
            }
        }
        BitSet places = new BitSet(steps);
        int next = steps;
        for (int count = computed; count > 0; count--) {
            next = before[count][next];
            places.set(next);
        }
        return places;
    }

    /** What the steps between a computed one and the next one miss. */
    private double missed(int step, int next) {
        if (step + 1 < Math.min(next, FIRST)) {
            return Double.POSITIVE_INFINITY;
        }
        return missed[next] - missed[step + 1] - change[step] * (lengths[next] - lengths[step + 1]);
    }
}
