package dev.titorelli.worker.take;

import dev.titorelli.identity.QueueName;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from time to time and has the worker serve what the choice says. A look that fails changes nothing, and the next one begins
 * anew: the jobs that are taken do not hang on it.
 */
final class QueueWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(QueueWatch.class);

    private final Supplier<QueueSight> open;
    private final QueueChoice choice;
    private final Consumer<Set<QueueName>> serve;
    private final Duration between;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::work, "titorelli-queues");

    /**
     * @param serve told of each change, on the thread of the looks
     * @param between looks: as long as two heartbeats, so that all others have been heard
     */
    QueueWatch(Supplier<QueueSight> open, QueueChoice choice, Consumer<Set<QueueName>> serve, Duration between) {
        this.open = open;
        this.choice = choice;
        this.serve = serve;
        this.between = between;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void work() {
        try {
            while (!isClosing()) {
                look();
            }
        } catch (InterruptedException e) {
            log.atDebug().log("queue watch ends");
        }
    }

    /** Looks until that fails. */
    private void look() throws InterruptedException {
        try (QueueSight sight = open.get()) {
            while (!isClosing()) {
                Set<QueueName> before = choice.served();
                Set<QueueName> now = choice.after(sight.look());
                if (!now.equals(before)) {
                    log.atInfo()
                            .addKeyValue("before", before)
                            .addKeyValue("now", now)
                            .log("serves other queues");
                    serve.accept(now);
                }
            }
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("can't see which queues need this worker; it serves those that it has");
        }
    }

    /** Waits for the next look. */
    private boolean isClosing() throws InterruptedException {
        return closing.await(between.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }
}
