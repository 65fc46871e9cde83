package dev.titorelli.worker.take;

import dev.titorelli.Job;
import dev.titorelli.serde.Decoded;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.run.TakenJob;
import java.util.concurrent.CompletableFuture;

/** How far the take of one record is. */
sealed interface TakeStage {

    /** Its bytes are being read. */
    record Decoding(CompletableFuture<Decoded<Job>> decoded) implements TakeStage {}

    /**
     * It waits for room; nothing was said yet.
     *
     * @param bytes of memory that it takes
     */
    record Waiting(TakenJob taken, long bytes) implements TakeStage {}

    /** STARTED, or a dead letter, is on its way to the broker. */
    record Announcing(CompletableFuture<?> written, AfterAccept then) implements TakeStage {}

    /** The ACCEPT is on its way to the broker. */
    record Accepting(AfterAccept then) implements TakeStage {}

    /** What follows when the broker has taken the ACCEPT. */
    sealed interface AfterAccept {

        /** The record was a dead letter, or the newer attempt of a run that carries on. */
        record Nothing() implements AfterAccept {}

        /** The run goes the way of its admission. */
        record Proceed(JobRun run, Admission admission) implements AfterAccept {}
    }
}
