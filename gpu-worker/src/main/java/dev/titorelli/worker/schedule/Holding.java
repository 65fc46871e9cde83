package dev.titorelli.worker.schedule;

import java.util.HashMap;
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

    /**
     * Of its own bytes so many turn out to lie in memory that others may have too. The same memory counts as shared once: what it has a
     * second time stays its own, as does what is more than its own.
     */
    public Holding sharing(String key, long bytes) {
        if (shared.containsKey(key) || bytes > own) {
            return this;
        }
        Map<String, Long> more = new HashMap<>(shared);
        more.put(key, bytes);
        return new Holding(own - bytes, more);
    }

    /** Without anything shared. */
    public static Holding of(long own) {
        return new Holding(own, Map.of());
    }
}
