package dev.titorelli.worker.model;

import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which steps of a picture go through the transformer, and which follow the velocity of the computed step before them. It follows from the
 * picture's own parameters and its model's fit alone, so it is the same in every batch. The first two are always computed.
 */
public final class StepSchedule {
    /** The level that skips most. */
    public static final int MAX_LEVEL = 3;

    /** Steps that are computed before the first skipped one: there the picture's layout is decided. */
    private static final int FIRST = 2;

    private final int steps;
    private final BitSet computed;

    private StepSchedule(int steps, BitSet computed) {
        this.steps = steps;
        this.computed = computed;
    }

    /**
     * The one for all models: level 0 computes all, 1 skips every fourth step, 2 every second, 3 two of three, but never the last.
     *
     * @param steps denoising steps of the picture
     */
    public static StepSchedule fixed(int steps, int level) {
        if (steps < 1 || level < 0 || level > MAX_LEVEL) {
            throw new IllegalArgumentException(
                    "steps %d, step caching %d: expected at least 1, and 0 to %d".formatted(steps, level, MAX_LEVEL));
        }
        BitSet computed = new BitSet(steps);
        IntStream.range(0, steps)
                .filter(step -> level == 0 || step < FIRST || step == steps - 1 || computes(step - FIRST, level))
                .forEach(computed::set);
        return new StepSchedule(steps, computed);
    }

    private static boolean computes(int place, int level) {
        return switch (level) {
            case 1 -> place % 4 != 1;
            case 2 -> place % 2 != 0;
            default -> place % 3 == 2;
        };
    }

    /** One that computes as many steps as the fixed one of this level, placed where the model's fit says that the skipped ones miss least. */
    static StepSchedule fitted(FlowSchedule schedule, int level, CachingFit fit) {
        StepSchedule fixed = fixed(schedule.steps(), level);
        int computed = fixed.computedFrom(0);
        return computed == schedule.steps()
                ? fixed
                : new StepSchedule(schedule.steps(), StepPlacing.of(schedule, fit, computed));
    }

    /** The one of a picture: fixed without a fit. */
    static StepSchedule of(FlowSchedule schedule, int level, Optional<CachingFit> fit) {
        return fit.map(found -> fitted(schedule, level, found)).orElseGet(() -> fixed(schedule.steps(), level));
    }

    /** Whether a step goes through the transformer. */
    public boolean computes(int step) {
        return computed.get(step);
    }

    /** Whether a picture comes to rest after so many steps: a computed step is next, or none. */
    boolean restsAfter(int stepsDone) {
        return stepsDone == steps || computes(stepsDone);
    }

    /** How many steps from this one on go through the transformer. */
    public int computedFrom(int step) {
        return computed.cardinality() - computed.get(0, step).cardinality();
    }

    /** How many steps right behind a computed one are skipped. */
    int skippedAfter(int step) {
        int next = computed.nextSetBit(step + 1);
        return (next < 0 ? steps : next) - step - 1;
    }
}
