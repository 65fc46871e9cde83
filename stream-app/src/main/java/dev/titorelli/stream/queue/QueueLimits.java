package dev.titorelli.stream.queue;

import java.time.Duration;

/**
 * Limits of a queue.
 *
 * @param waiting jobs of a tenant that may wait
 * @param inFlight jobs of a tenant that may be released and not ended
 * @param ahead jobs that may be released beyond the room that workers announce, at least
 * @param horizon how old that announcement may be: jobs start meanwhile, and as many more may be released
 */
public record QueueLimits(int waiting, int inFlight, int ahead, Duration horizon) {

    /** No limits but the room. */
    public static final QueueLimits NONE =
            new QueueLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, 1, Duration.ofSeconds(1));

    /** What holds where nobody chose. */
    public static final QueueLimits DEFAULTS = new QueueLimits(200_000, 10_000, 1, Duration.ofMillis(400));

    public QueueLimits {
        if (waiting < 1 || inFlight < 1 || ahead < 0 || horizon.isNegative()) {
            throw new IllegalArgumentException(
                    "waiting %d, inFlight %d, ahead %d, horizon %s: allowed is 1, 1, 0, 0 and above"
                            .formatted(waiting, inFlight, ahead, horizon));
        }
    }
}
