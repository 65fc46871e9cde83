package dev.titorelli.worker.batch;

import dev.titorelli.ImageObject;
import dev.titorelli.PreviewWish;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.outcome.OutcomeWriter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small pictures on the way to those who wished for them. They are made and stored beside the device, one of a run at a time: what comes
 * due meanwhile is left out, and so is what the store does not take at once. Nothing waits for them.
 */
final class Previews implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Previews.class);
    private static final int THREADS = 2;
    private static final int LEAST_SIDE_PX = 8;
    private static final int MOST_SIDE_PX = 256;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, Previews::thread);
    private final Set<ActiveRun> underWay = ConcurrentHashMap.newKeySet();
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
        if (isDue(active.job().getPreview(), active.painting(), before) && underWay.add(active)) {
            try {
                make(active);
            } catch (RuntimeException e) {
                underWay.remove(active);
                leftOut(active, e);
            }
        }
    }

    private void make(ActiveRun active) {
        int side = active.job().getPreview().getMaxSidePx();
        int step = active.painting().stepsDone();
        Supplier<RgbImage> rest = active.ledger()
                .previewing(() -> active.painting().preview(Math.max(LEAST_SIDE_PX, Math.min(side, MOST_SIDE_PX))));
        threads.execute(() -> {
            try {
                store(active, step, rest);
            } catch (RunStoppedException | JobOverdueException e) {
                log.atDebug().addKeyValue("jobId", active.job().getJobId()).log("a preview came too late");
            } catch (RuntimeException e) {
                leftOut(active, e);
            } finally {
                underWay.remove(active);
            }
        });
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

    private static void leftOut(ActiveRun active, RuntimeException why) {
        log.atWarn()
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
