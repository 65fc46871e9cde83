package dev.titorelli.worker.inspect;

import dev.titorelli.ImageObject;
import dev.titorelli.InspectWish;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.worker.object.ObjectStoreUnavailableException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that inspect, with a bounded queue before them. Every wish is answered unless the pool is closed. */
final class InspectPool implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(InspectPool.class);

    private final InputInspection inspection;
    private final InspectAnswers answers;
    private final ExecutorService threads;
    private final Semaphore room;

    InspectPool(InspectSettings settings, InputInspection inspection, InspectAnswers answers) {
        this.inspection = inspection;
        this.answers = answers;
        this.room = new Semaphore(settings.threads() + settings.queue());
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(settings.threads(), work -> {
            Thread thread = new Thread(work, "titorelli-inspect-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Waits until there is room for one more. */
    void take(InspectWish wish) throws InterruptedException {
        room.acquire();
        threads.execute(() -> {
            try {
                answer(wish);
            } finally {
                room.release();
            }
        });
    }

    /** Ends what is going on without an answer: it will be asked for again. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Inspects and says what came of it, on this thread. */
    void answer(InspectWish wish) {
        long start = System.nanoTime();
        String said = "found";
        try {
            ImageObject input = inspection.inspect(wish);
            answers.found(wish, input);
        } catch (InspectionFailedException e) {
            said = e.code().name();
            answers.failed(wish, e.code(), e.getMessage());
        } catch (ObjectStoreUnavailableException e) {
            said = FaultCode.STORE_UNAVAILABLE.name();
            answers.failed(wish, FaultCode.STORE_UNAVAILABLE, FaultCode.STORE_UNAVAILABLE.meaning());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException | OutOfMemoryError e) {
            said = FaultCode.INTERNAL.name();
            log.atError()
                    .setCause(e)
                    .addKeyValue("requestId", wish.getRequestId())
                    .log("an inspection broke");
            answers.failed(wish, FaultCode.INTERNAL, FaultCode.INTERNAL.meaning());
        }
        log.atInfo()
                .addKeyValue("requestId", wish.getTenant() + "/" + wish.getRequestId())
                .addKeyValue("stage", wish.getStage())
                .addKeyValue("input", wish.getInput())
                .addKeyValue("attempt", wish.getAttempt())
                .addKeyValue("outcome", said)
                .addKeyValue("durationMs", (System.nanoTime() - start) / 1_000_000)
                .log("inspected");
    }
}
