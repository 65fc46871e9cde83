package dev.titorelli.worker.batch;

import dev.titorelli.Job;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.resume.Checkpoint;
import dev.titorelli.worker.resume.CheckpointShelf;
import dev.titorelli.worker.run.HaltPoint;
import dev.titorelli.worker.run.RunOrder;
import dev.titorelli.worker.schedule.Work;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the latents of long runs beside the device, lets later runs go on from them, and removes them once the picture is there. A
 * checkpoint that can't be written costs the run nothing.
 */
final class Checkpoints {

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
    private static final Duration LAST_LIMIT = Duration.ofSeconds(3);

    private final CheckpointShelf shelf;
    private final ObjectStore store;
    private final long everyMs;
    private final Executor threads;

    /** @param every device time of steps between a run's checkpoints */
    Checkpoints(String profileDigest, ObjectStore store, Duration every, Executor threads) {
        this.shelf = new CheckpointShelf(profileDigest);
        this.store = store;
        this.everyMs = every.toMillis();
        this.threads = threads;
    }

    /** Looks for what an earlier attempt has left; a first one has none before it. */
    void find(ActiveRun active, ObjectStore patient) {
        if (active.job().getAttempt() > 1 && isResumable(active.job())) {
            active.kept().found(shelf.find(active.job(), patient));
        }
    }

    /** Lets a picture whose steps begin go on from the newest one that is known; whether it does. Device thread. */
    boolean goOn(ActiveRun active) {
        Painting painting = active.painting();
        boolean begins = active.next().filter(Work.Steps.class::isInstance).isPresent() && painting.stepsDone() == 0;
        Optional<Checkpoint> from = begins ? active.kept().newest() : Optional.empty();
        if (from.isEmpty()) {
            return false;
        }
        boolean goesOn = painting.goOn(from.get().step(), from.get().latents());
        if (goesOn) {
            active.run().stepped(painting.stepsDone(), painting.steps());
        } else {
            active.kept().dropNewest();
            log.atWarn()
                    .addKeyValue("jobId", active.job().getJobId())
                    .addKeyValue("step", from.get().step())
                    .addKeyValue("latents", from.get().latents().length)
                    .log("a checkpoint of another size or of a step that is skipped; from step 0");
        }
        return goesOn;
    }

    /** Keeps a run's latents when that is due. Device thread. */
    void stepped(ActiveRun active) {
        boolean due = active.painting().stepsDone() < active.painting().steps()
                && active.kept().isDue(active.ledger().stepMs(), everyMs);
        if (due && isResumable(active.job())) {
            CompletableFuture<Void> unused = keep(active);
        }
    }

    /**
     * Lets a run leave the device. One that is given back has its latents kept before, if the store has them within some seconds; nobody goes
     * on from those of a cancelled one. Device thread.
     *
     * @param end what ends the run
     */
    void leave(ActiveRun active, RunOrder order, Runnable end) {
        CompletableFuture<Void> kept =
                order == RunOrder.RETURN ? last(active) : CompletableFuture.completedFuture(null);
        active.close();
        CompletableFuture<Void> unused = kept.thenRun(end);
        if (order == RunOrder.CANCEL) {
            remove(active);
        }
    }

    private CompletableFuture<Void> last(ActiveRun active) {
        Painting painting = active.painting();
        boolean further = painting != null
                && painting.stepsDone() > 0
                && !active.kept().has(painting.stepsDone())
                && isResumable(active.job());
        return further
                ? keep(active).completeOnTimeout(null, LAST_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                : CompletableFuture.completedFuture(null);
    }

    /** Removes a run's checkpoints: nobody will go on from them. */
    void remove(ActiveRun active) {
        if (active.kept().count() > 0 || active.kept().newest().isPresent()) {
            removeAll(active);
        }
    }

    /** Removes what a run has left that stored the picture and did not come to remove it. */
    void removeLeft(ActiveRun active) {
        if (isResumable(active.job())) {
            removeAll(active);
        }
    }

    private void removeAll(ActiveRun active) {
        CompletableFuture<Void> unused = active.kept()
                .then(
                        () -> harmlessly(
                                active,
                                () -> shelf.remove(active.job(), active.kept().count(), store)),
                        threads);
    }

    private CompletableFuture<Void> keep(ActiveRun active) {
        Painting painting = active.painting();
        Checkpoint checkpoint = new Checkpoint(
                active.job().getJobDigest(),
                shelf.profileDigest(),
                painting.stepsDone(),
                painting.steps(),
                painting.latents());
        active.kept().keep(checkpoint, active.ledger().stepMs());
        return active.kept().then(() -> harmlessly(active, () -> put(active, checkpoint)), threads);
    }

    private void put(ActiveRun active, Checkpoint checkpoint) {
        active.kept().count(shelf.put(active.job(), checkpoint, active.kept().count(), store));
        log.atInfo()
                .addKeyValue("jobId", active.job().getJobId())
                .addKeyValue("step", checkpoint.step())
                .log("checkpoint kept");
        HaltPoint.AFTER_CHECKPOINT.reached();
    }

    /** The latents between two turns are all that the steps to come follow from: skipped steps are made in the turn before. */
    private static boolean isResumable(Job job) {
        return Checkpoint.isJobDigest(job.getJobDigest());
    }

    private static void harmlessly(ActiveRun active, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("jobId", active.job().getJobId())
                    .addKeyValue("why", e.toString())
                    .log("checkpoints stay as they are");
        }
    }
}
