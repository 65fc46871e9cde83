package dev.titorelli.worker.batch;

import dev.titorelli.worker.model.KeysAndValues;
import dev.titorelli.worker.model.PrefixShelf;
import dev.titorelli.worker.schedule.PrefixCachePolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps what saves the most device time a byte, up to a number of bytes. What something saves is the time from when it was missed until
 * it was computed. Any thread.
 */
final class WorthyPrefixShelf implements PrefixShelf {

    private static final int MOST_MISSED = 64;

    private final LongSupplier nanoTime;
    private final PrefixCachePolicy policy;
    private final Map<String, KeysAndValues> kept = new HashMap<>();
    private final Map<String, Long> savedNanos = new HashMap<>();
    private final Map<String, Long> missedAt = new HashMap<>();
    private long hits;
    private long misses;
    private long hitNanos;

    WorthyPrefixShelf(long maxBytes, LongSupplier nanoTime) {
        this.policy = new PrefixCachePolicy(maxBytes);
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized Optional<KeysAndValues> find(String key) {
        if (policy.used(key)) {
            hits++;
            hitNanos += savedNanos.getOrDefault(key, 0L);
            return Optional.of(kept.get(key));
        }
        misses++;
        if (missedAt.size() >= MOST_MISSED) {
            missedAt.clear(); // what was never computed, such as for a picture that failed
        }
        missedAt.put(key, nanoTime.getAsLong());
        return Optional.empty();
    }

    @Override
    public synchronized boolean keep(KeysAndValues computed) {
        String key = computed.key();
        Long missed = missedAt.remove(key);
        long saves = missed == null ? savedNanos.getOrDefault(key, 1L) : nanoTime.getAsLong() - missed;
        drop(key);
        List<String> dropped = policy.offer(key, computed.bytes(), (double) saves);
        dropped.forEach(this::drop);
        if (dropped.contains(key)) {
            return false;
        }
        kept.put(key, computed);
        savedNanos.put(key, saves);
        return true;
    }

    /** Changes how much may be kept, and drops what is worth least until that is so. */
    synchronized void bound(long maxBytes) {
        policy.bound(maxBytes).forEach(this::drop);
    }

    /** Drops everything. */
    synchronized void clear() {
        List.copyOf(kept.keySet()).forEach(key -> {
            policy.drop(key);
            drop(key);
        });
    }

    synchronized KeptPrefixes counted() {
        return new KeptPrefixes(policy.bytes(), hits, misses, hitNanos);
    }

    private void drop(String key) {
        savedNanos.remove(key);
        KeysAndValues dropped = kept.remove(key);
        if (dropped != null) {
            dropped.close();
        }
    }
}
