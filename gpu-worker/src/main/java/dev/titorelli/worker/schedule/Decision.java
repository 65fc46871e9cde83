package dev.titorelli.worker.schedule;

import java.util.List;
import java.util.Optional;

/**
 * What to do at a slice boundary.
 *
 * @param endings jobs that go no further; they are not in the slice
 * @param slice empty when no job has work
 */
public record Decision(List<Ending> endings, Optional<Slice> slice) {
    public Decision {
        endings = List.copyOf(endings);
    }

    /** A job that goes no further. */
    public record Ending(LiveJob job, Why why) {}

    /** Why a job goes no further. */
    public enum Why {
        STOPPED,
        OVERDUE
    }
}
