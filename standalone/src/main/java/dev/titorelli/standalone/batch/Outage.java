package dev.titorelli.standalone.batch;

import dev.titorelli.standalone.client.UnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How long Kafka has been away, and when that is too long. For one thread. */
final class Outage {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Clock clock;
    private Instant since;

    Outage(Clock clock) {
        this.clock = clock;
    }

    /** @throws UnreachableException the given one, when it has been so for too long */
    void note(UnreachableException away) {
        Instant now = clock.instant();
        since = since == null ? now : since;
        if (Duration.between(since, now).compareTo(PATIENCE) > 0) {
            throw away;
        }
    }

    void over() {
        since = null;
    }
}
