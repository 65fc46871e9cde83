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
    private final WaitingWishes waiting = new WaitingWishes();
    private final AtomicInteger running = new AtomicInteger();
    private volatile InspectTally tally = (result, nanos) -> {};

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

    /** Tells it what every inspection came to, from now on. */
    void tally(InspectTally other) {
        tally = other;
    }

    /** Wishes that were taken and wait for a thread. */
    int waiting() {
        return waiting.size();
    }

    /** Wishes that are being fulfilled. */
    int running() {
        return running.get();
    }

    /** Waits until there is room for one more. */
    void take(AskedWish wish) throws InterruptedException {
        room.acquire();
        if (waiting.add(wish)) {
            threads.execute(this::answerNext);
        } else {
            room.release();
        }
    }

    /** A thread that is free does not take the wish that it was called for, but the one whose turn it is. */
    private void answerNext() {
        running.incrementAndGet();
        try {
            answer(waiting.next());
        } finally {
            running.decrementAndGet();
            room.release();
        }
    }

    /** Ends what is going on without an answer: it will be asked for again. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Inspects and says what came of it, on this thread. */
    void answer(AskedWish asked) {
        InspectWish wish = asked.wish();
        long start = System.nanoTime();
        String said = "found";
        try {
            ImageObject input = inspection.inspect(wish);
            answers.found(asked, input);
        } catch (InspectionFailedException e) {
            said = e.code().name();
            answers.failed(asked, e.code(), e.getMessage());
        } catch (ObjectStoreUnavailableException e) {
            said = FaultCode.STORE_UNAVAILABLE.name();
            answers.failed(asked, FaultCode.STORE_UNAVAILABLE, FaultCode.STORE_UNAVAILABLE.meaning());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException | OutOfMemoryError e) {
            said = FaultCode.INTERNAL.name();
            log.atError()
                    .setCause(e)
                    .addKeyValue("requestId", wish.getRequestId())
                    .log("an inspection broke");
            answers.failed(asked, FaultCode.INTERNAL, FaultCode.INTERNAL.meaning());
        }
        long nanos = System.nanoTime() - start;
        tally.inspected(said, nanos);
        log.atInfo()
                .addKeyValue("requestId", wish.getTenant() + "/" + wish.getRequestId())
                .addKeyValue("stage", wish.getStage())
                .addKeyValue("input", wish.getInput())
                .addKeyValue("attempt", wish.getAttempt())
                .addKeyValue("outcome", said)
                .addKeyValue("durationMs", nanos / 1_000_000)
                .log("inspected");
    }
}
