package dev.titorelli.worker.batch;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pauses between tries: doubling from the first to the longest. */
public record Backoff(Duration first, Duration longest) {

    private static final Logger log = LoggerFactory.getLogger(Backoff.class);

    /** A tenth of a second to two seconds: short enough that a run heeds its orders while it waits. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    /** The pause after so many failures before this one. */
    Duration after(int failures) {
        Duration pause = first.multipliedBy(1L << Math.min(failures, 20));
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    /** Sleeps; an interrupt ends the process's device thread. */
    void pause(int failures, String why) {
        Duration pause = after(failures);
        log.atWarn()
                .addKeyValue("failures", failures + 1)
                .addKeyValue("durationMs", pause.toMillis())
                .addKeyValue("why", why)
                .log("trouble; trying again");
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the device thread was interrupted", e);
        }
    }
}
