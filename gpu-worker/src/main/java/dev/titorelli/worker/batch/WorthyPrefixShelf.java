package dev.titorelli.worker.batch;

import dev.titorelli.worker.batch.HeldPrefixes.Shelved;
import dev.titorelli.worker.model.KeysAndValues;
import dev.titorelli.worker.model.PrefixShelf;
import dev.titorelli.worker.schedule.PrefixCachePolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps what saves the most device time a byte, up to a number of bytes, and beside these what held jobs have: as long as they are held it is
 * found, at the places that it has, and is not replaced. What something saves is the device time that it took. Any thread.
 */
final class WorthyPrefixShelf implements PrefixShelf {

    private final PrefixCachePolicy policy;
    private final Map<String, Shelved> kept = new HashMap<>();
    private final HeldPrefixes held = new HeldPrefixes();
    private long hits;
    private long misses;
    private long hitNanos;

    WorthyPrefixShelf(long maxBytes) {
        this.policy = new PrefixCachePolicy(maxBytes);
    }

    @Override
    public synchronized Optional<KeysAndValues> find(String key) {
        return hit(onShelf(key).or(() -> held.find(key)));
    }

    @Override
    public synchronized Optional<KeysAndValues> find(String key, int places) {
        return hit(held.find(key, places).or(() -> onShelf(key)).or(() -> held.find(key)));
    }

    private Optional<Shelved> onShelf(String key) {
        return policy.used(key) ? Optional.of(kept.get(key)) : Optional.empty();
    }

    private Optional<KeysAndValues> hit(Optional<Shelved> found) {
        found.ifPresent(one -> {
            hits++;
            hitNanos += one.savesNanos();
        });
        return found.map(Shelved::prefix);
    }

    @Override
    public synchronized boolean keep(KeysAndValues computed, long nanos) {
        misses += nanos > 0 ? 1 : 0;
        String key = computed.key();
        if (isHeld(key, computed.places())) {
            return false; // those who have it find it again, and are counted with it
        }
        Shelved before = kept.get(key);
        long saves = nanos > 0 ? nanos : before == null ? 1 : before.savesNanos();
        drop(key);
        return place(new Shelved(computed, saves));
    }

    private boolean isHeld(String key, int places) {
        Shelved same = kept.get(key);
        return held.find(key, places).isPresent()
                || (same != null && same.prefix().places() == places && held.holds(same.prefix()));
    }

    /** Finds a place for it, or for what held jobs have of it; false when it has none and stays the caller's to close. */
    private boolean place(Shelved one) {
        String key = one.prefix().key();
        List<String> dropped = policy.offer(key, one.prefix().bytes(), (double) one.savesNanos());
        dropped.forEach(this::drop);
        if (dropped.contains(key)) {
            return held.take(one);
        }
        kept.put(key, one);
        return true;
    }

    /** Changes how much may be kept, and drops what is worth least until that is so. */
    synchronized void bound(long maxBytes) {
        policy.bound(maxBytes).forEach(this::drop);
    }

    /** Changes how much may be kept beside the memory that held jobs have. */
    synchronized void bound(long maxBytes, Set<String> heldMemory) {
        List<Shelved> free = held.hold(heldMemory);
        bound(maxBytes);
        for (Shelved one : free) {
            if (kept.containsKey(one.prefix().key()) || !place(one)) {
                one.prefix().close();
            }
        }
    }

    /** Drops everything but what held jobs have. */
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
        Shelved dropped = kept.remove(key);
        if (dropped != null && !held.take(dropped)) {
            dropped.prefix().close();
        }
    }
}
