package dev.titorelli.standalone;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is running, closed last in, first out; a part that fails to close does not keep the others open. */
final class RunningParts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningParts.class);

    private record Part(String name, AutoCloseable open) {}

    private final Deque<Part> parts = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            long start = System.nanoTime();
            try {
                part.open().close();
                LOG.atInfo()
                        .addKeyValue(
                                "durationMs",
                                Duration.ofNanos(System.nanoTime() - start).toMillis())
                        .log("Closed {}", part.name());
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                LOG.atError().setCause(e).log("Could not close {}", part.name());
            }
        }
    }
}
