package dev.titorelli.worker.model;

import java.util.stream.IntStream;

/**
 * Which steps of a picture go through the transformer, and which follow the velocity of the computed step before them. It follows from the
 * picture's own parameters alone, so it is the same in every batch. The first two and the last are always computed.
 *
 * @param steps denoising steps of the picture
 * @param level 0 computes all; 1 skips every fourth step, 2 every second, 3 two of three
 */
public record StepSchedule(int steps, int level) {
    /** The level that skips most. */
    public static final int MAX_LEVEL = 3;

    /** Steps that are computed before the first skipped one: there the picture's layout is decided. */
    private static final int FIRST = 2;

    public StepSchedule {
        if (steps < 1 || level < 0 || level > MAX_LEVEL) {
            throw new IllegalArgumentException(
                    "steps %d, step caching %d: expected at least 1, and 0 to %d".formatted(steps, level, MAX_LEVEL));
        }
    }

    /** Whether a step goes through the transformer. */
    public boolean computes(int step) {
        if (level == 0 || step < FIRST || step == steps - 1) {
            return true;
        }
        int place = step - FIRST;
        return switch (level) {
            case 1 -> place % 4 != 1;
            case 2 -> place % 2 != 0;
            default -> place % 3 == 2;
        };
    }

    /** Whether a picture comes to rest after so many steps: a computed step is next, or none. */
    boolean restsAfter(int stepsDone) {
        return stepsDone == steps || computes(stepsDone);
    }

    /** How many steps from this one on go through the transformer. */
    public int computedFrom(int step) {
        return (int) IntStream.range(step, steps).filter(this::computes).count();
    }

    /** How many steps right behind a computed one are skipped. */
    int skippedAfter(int step) {
        int next = step + 1;
        while (next < steps && !computes(next)) {
            next++;
        }
        return next - step - 1;
    }
}
