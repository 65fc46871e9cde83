package dev.titorelli.worker.batch;

import dev.titorelli.worker.model.KeysAndValues;
import dev.titorelli.worker.model.PrefixShelf;
import dev.titorelli.worker.schedule.PrefixCachePolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what saves the most device time a byte, up to a number of bytes. What something saves is the device time that it took. Any thread.
 */
final class WorthyPrefixShelf implements PrefixShelf {

    private final PrefixCachePolicy policy;
    private final Map<String, KeysAndValues> kept = new HashMap<>();
    private final Map<String, Long> savedNanos = new HashMap<>();
    private long hits;
    private long misses;
    private long hitNanos;

    WorthyPrefixShelf(long maxBytes) {
        this.policy = new PrefixCachePolicy(maxBytes);
    }

    @Override
    public synchronized Optional<KeysAndValues> find(String key) {
        if (policy.used(key)) {
            hits++;
            hitNanos += savedNanos.getOrDefault(key, 0L);
            return Optional.of(kept.get(key));
        }
        return Optional.empty();
    }

    @Override
    public synchronized boolean keep(KeysAndValues computed, long nanos) {
        String key = computed.key();
        misses += nanos > 0 ? 1 : 0;
        long saves = nanos > 0 ? nanos : savedNanos.getOrDefault(key, 1L);
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
