package dev.titorelli.worker.batch;

import dev.titorelli.worker.resume.Checkpoint;
import dev.titorelli.worker.resume.CheckpointShelf;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** What is known of one run's checkpoints. Its device work and its writes follow one another; safe for both. */
final class KeptSteps {

    private Optional<Checkpoint> newest = Optional.empty();
    private int count;
    private long keptAtMs;
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);

    /** Notes what an earlier run has left. */
    synchronized void found(CheckpointShelf.Found found) {
        newest = found.newest();
        count = found.count();
    }

    /** The latents that a new start goes on from. */
    synchronized Optional<Checkpoint> newest() {
        return newest;
    }

    /** Forgets latents that can't be used. */
    synchronized void dropNewest() {
        newest = Optional.empty();
    }

    /** Whether a step is the newest one that is known. */
    synchronized boolean has(int step) {
        return newest.filter(known -> known.step() == step).isPresent();
    }

    /** How many lie in the store. */
    synchronized int count() {
        return count;
    }

    synchronized void count(int now) {
        count = now;
    }

    /** Whether so much device time has gone by since the last one, which is written. */
    synchronized boolean isDue(long stepMs, long everyMs) {
        return stepMs - keptAtMs >= everyMs && writing.isDone();
    }

    synchronized void keep(Checkpoint checkpoint, long stepMs) {
        newest = Optional.of(checkpoint);
        keptAtMs = stepMs;
    }

    /** Does something with the store after what is being done. */
    synchronized CompletableFuture<Void> then(Runnable work, Executor threads) {
        writing = writing.thenRunAsync(work, threads);
        return writing;
    }
}
