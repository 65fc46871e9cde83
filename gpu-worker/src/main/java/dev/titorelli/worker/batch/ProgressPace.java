package dev.titorelli.worker.batch;

import java.time.Duration;
import java.time.Instant;

/** When progress is told: each n steps if the job says so, else at every tenth of the way and at least each second. */
final class ProgressPace {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(1);

    private final int everySteps;
    private Instant lastTold;
    private int lastStep;

    /** @param everySteps 0 for the worker's own pace */
    ProgressPace(int everySteps, Instant start) {
        this.everySteps = everySteps;
        this.lastTold = start;
    }

    /** Whether progress is due after a step; counts as told when it is. */
    boolean due(int step, int steps, Instant now) {
        boolean due = everySteps > 0
                ? step % everySteps == 0
                : tenth(step, steps) > tenth(lastStep, steps)
                        || Duration.between(lastTold, now).compareTo(LONGEST_SILENCE) >= 0;
        if (due) {
            lastTold = now;
            lastStep = step;
        }
        return due;
    }

    private static int tenth(int step, int steps) {
        return 10 * step / steps;
    }
}
