package dev.titorelli.stream.lease;

import dev.titorelli.Failure;
import java.util.Optional;

/** What an outcome means for an unfinished job. */
public sealed interface Verdict {

    /** Nothing changes: a repetition, or the word of a run that no longer counts. */
    record Ignore() implements Verdict {}

    /** A run that has no lease has begun: end it. */
    record FenceStranger() implements Verdict {}

    /**
     * The run has the lease now.
     *
     * @param superseded the run that had it, to be fenced
     */
    record Own(Optional<String> superseded) implements Verdict {}

    /** The run has done its first step. */
    record FirstStep() implements Verdict {}

    /**
     * The job has its image.
     *
     * @param fenceOthers whether another run or attempt goes on and has to be ended
     */
    record Succeed(boolean fenceOthers) implements Verdict {}

    /** The job ends without an image. */
    record Fail(Failure failure) implements Verdict {}

    /**
     * The job is tried again, when it has attempts left.
     *
     * @param costs whether this attempt counts against the limit
     */
    record Retry(Failure failure, boolean costs) implements Verdict {}
}
