package dev.titorelli.worker.batch;

import java.time.Duration;
import java.time.Instant;

/** When progress is told: each n steps if the job says so, else at every tenth of the way and after a silence that was long enough. */
final class ProgressPace {

    static final Duration DEFAULT_SILENCE = Duration.ofSeconds(1);

    private final int everySteps;
    private final Duration silence;
    private Instant lastTold;
    private int lastStep;

    /**
     * @param everySteps 0 for the worker's own pace
     * @param silence the longest one of that pace
     */
    ProgressPace(int everySteps, Duration silence, Instant start) {
        this.silence = silence;
        this.everySteps = everySteps;
        this.lastTold = start;
    }

    /** Whether progress is due after a step, which may be some steps after the one before; counts as told when it is. */
    boolean due(int step, int steps, Instant now) {
        boolean due = everySteps > 0
                ? step / everySteps > lastStep / everySteps
                : tenth(step, steps) > tenth(lastStep, steps)
                        || Duration.between(lastTold, now).compareTo(silence) >= 0;
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
