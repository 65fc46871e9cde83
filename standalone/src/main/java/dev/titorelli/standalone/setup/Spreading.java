package dev.titorelli.standalone.setup;

import dev.titorelli.fault.CannotStart;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** A change of a cluster is not known to every broker at once: it is asked for until it shows. */
final class Spreading {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final long PAUSE_MS = 100;

    private Spreading() {}

    /**
     * Asks until there is an answer, for up to 15 seconds.
     *
     * @throws CannotStart when none comes, naming what was awaited
     */
    static <T> T await(String what, Supplier<Optional<T>> question) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            pause(what);
        }
        throw new CannotStart("the brokers don't show " + what + " within " + LIMIT.toSeconds() + " s of being told");
    }

    private static void pause(String what) {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while waiting for " + what, e);
        }
    }
}
