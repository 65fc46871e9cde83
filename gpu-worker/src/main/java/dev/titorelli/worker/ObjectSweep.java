package dev.titorelli.worker;

import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.worker.object.ExpiringStore;
import dev.titorelli.worker.object.ObjectStoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes previews, pictures that are not kept and left-over checkpoints whose lifetime is over, a bounded number at a time, on a thread of
 * its own.
 */
final class ObjectSweep implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ObjectSweep.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST = 1000;
    private static final Duration CHECKPOINTS = Duration.ofDays(1);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(ObjectSweep::thread);
    private final ExpiringStore store;
    private final WorkerSettings.Paces lifetimes;
    private final Clock clock;

    ObjectSweep(ExpiringStore store, WorkerSettings.Paces lifetimes, Clock clock) {
        this.store = store;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    /** Sweeps at once, and then each minute. */
    void start() {
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::sweep, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Deletes what is over now, or as much of it as one sweep may. */
    void sweep() {
        try {
            expire(ObjectKeys.PREVIEWS, lifetimes.previews());
            expire(ObjectKeys.INTERMEDIATE, lifetimes.intermediate());
            expire(ObjectKeys.CHECKPOINTS, CHECKPOINTS);
        } catch (ObjectStoreUnavailableException e) {
            log.atWarn().addKeyValue("why", e.getMessage()).log("expired objects can't be deleted now");
        }
    }

    private void expire(String root, Duration after) {
        int deleted = store.expire(root, clock.instant().minus(after), MOST);
        if (deleted > 0) {
            log.atInfo()
                    .addKeyValue("deleted", deleted)
                    .addKeyValue("root", root)
                    .log("objects expired");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "titorelli-objects-expire");
        thread.setDaemon(true);
        return thread;
    }
}
