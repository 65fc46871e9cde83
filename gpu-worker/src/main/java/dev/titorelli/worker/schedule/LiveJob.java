package dev.titorelli.worker.schedule;

import dev.titorelli.Lane;
import java.util.Objects;

/**
 * A job that the worker holds, as it stands at a slice boundary.
 *
 * @param id tells it from the others
 * @param lane INTERACTIVE or BULK
 * @param bucket of its queue
 * @param work what it has to do next on the device
 * @param terms when and whether it may go on
 */
public record LiveJob(String id, Lane lane, int bucket, Work work, Terms terms) {

    /** No deadline. */
    public static final long NEVER = Long.MAX_VALUE;

    public LiveJob {
        Objects.requireNonNull(work, "work");
        if (lane != Lane.INTERACTIVE && lane != Lane.BULK) {
            throw new IllegalArgumentException("lane " + lane + ": allowed is INTERACTIVE, BULK");
        }
    }

    /**
     * When and whether a job may go on.
     *
     * @param waitingSinceNanos when its last slice ended, or it came
     * @param deadlineNanos it ends at the first boundary from then on; {@link #NEVER} for none
     * @param stopped whether it was told to stop: cancelled, fenced, returned
     */
    public record Terms(long waitingSinceNanos, long deadlineNanos, boolean stopped) {}

    long waitingSince() {
        return terms.waitingSinceNanos();
    }
}
