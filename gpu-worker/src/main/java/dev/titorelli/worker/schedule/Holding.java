package dev.titorelli.worker.schedule;

import java.util.Map;

/**
 * Bytes that somebody keeps.
 *
 * @param own nobody else's
 * @param shared bytes by the key of what may be shared; a key names one piece of memory
 */
public record Holding(long own, Map<String, Long> shared) {
    public Holding {
        shared = Map.copyOf(shared);
        if (own < 0 || shared.values().stream().anyMatch(bytes -> bytes < 0)) {
            throw new IllegalArgumentException(
                    "holding of %d bytes and %s: allowed is 0 and above".formatted(own, shared));
        }
    }

    /** Without anything shared. */
    public static Holding of(long own) {
        return new Holding(own, Map.of());
    }
}
