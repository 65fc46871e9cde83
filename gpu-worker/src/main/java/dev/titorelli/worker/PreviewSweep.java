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

/** Deletes previews whose lifetime is over, a bounded number at a time, on a thread of its own. */
final class PreviewSweep implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PreviewSweep.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST = 1000;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(PreviewSweep::thread);
    private final ExpiringStore store;
    private final Duration lifetime;
    private final Clock clock;

    PreviewSweep(ExpiringStore store, Duration lifetime, Clock clock) {
        this.store = store;
        this.lifetime = lifetime;
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
            int deleted = store.expire(ObjectKeys.PREVIEWS, clock.instant().minus(lifetime), MOST);
            if (deleted > 0) {
                log.atInfo().addKeyValue("deleted", deleted).log("previews expired");
            }
        } catch (ObjectStoreUnavailableException e) {
            log.atWarn().addKeyValue("why", e.getMessage()).log("expired previews can't be deleted now");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "titorelli-previews-expire");
        thread.setDaemon(true);
        return thread;
    }
}
