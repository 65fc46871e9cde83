package dev.titorelli.worker.batch;

import dev.titorelli.ImageObject;
import dev.titorelli.PreviewWish;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.outcome.OutcomeWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Small pictures on the way to those who wished for them. They are made and stored beside the device, one of a run at a time: what comes
 * due meanwhile is left out, and so is what the store does not take at once. No step waits for them.
 */
final class Previews implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Previews.class);
    private static final Duration LAST = Duration.ofSeconds(2);
    private static final int THREADS = 2;
    private static final int LEAST_SIDE_PX = 8;
    private static final int MOST_SIDE_PX = 256;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, Previews::thread);
    private final PreviewShelf shelf;
    private final OutcomeWriter outcomes;
    private final Boundary boundary;

    Previews(ObjectStore store, OutcomeWriter outcomes, Boundary boundary) {
        this.shelf = new PreviewShelf(store);
        this.outcomes = outcomes;
        this.boundary = boundary;
    }

    /**
     * Makes a preview when one is due by now. Device thread.
     *
     * @param before how many steps were done when one was last thought of
     */
    void stepped(ActiveRun active, int before) {
        if (isDue(active.job().getPreview(), active.painting(), before)
                && active.preview().isDone()) {
            try {
                active.preview(made(active));
            } catch (RuntimeException e) {
                leftOut(active, e);
            }
        }
    }

    /** Waits a little for a finished picture's preview that is under way: once the picture is told of, nobody listens any more. */
    static void awaitLast(ActiveRun active) {
        try {
            active.preview().get(LAST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            leftOut(active, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Void> made(ActiveRun active) {
        int side = active.job().getPreview().getMaxSidePx();
        int step = active.painting().stepsDone();
        Supplier<RgbImage> rest = active.ledger()
                .previewing(() -> active.painting().preview(Math.max(LEAST_SIDE_PX, Math.min(side, MOST_SIDE_PX))));
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        store(active, step, rest);
                    } catch (RuntimeException e) {
                        leftOut(active, e);
                    }
                },
                threads);
    }

    private void store(ActiveRun active, int step, Supplier<RgbImage> rest) {
        boundary.pass(active.run());
        ImageObject stored = shelf.put(active.job(), step, rest.get());
        boundary.pass(active.run());
        outcomes.preview(active.run(), step, stored);
    }

    private static boolean isDue(PreviewWish wish, Painting painting, int before) {
        return wish != null
                && wish.getEverySteps() > 0
                && painting.stepsDone() / wish.getEverySteps() > before / wish.getEverySteps()
                && painting.stepsDone() < painting.steps();
    }

    /** Of a run that was stopped it is no news. */
    private static void leftOut(ActiveRun active, Exception why) {
        log.atLevel(why instanceof RunStoppedException || why instanceof JobOverdueException ? Level.DEBUG : Level.WARN)
                .addKeyValue("jobId", active.job().getJobId())
                .addKeyValue("why", why.toString())
                .log("a preview is left out");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "titorelli-previews");
        thread.setDaemon(true);
        return thread;
    }
}
