package dev.titorelli.worker.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is worth keeping of computed prefixes, up to a number of bytes: saved device-seconds a byte, times how often it was
 * used, ageing as others come and go. This is GreedyDual-Size with frequency (Cao and Irani 1997, Cherkasova 1998, HPL-98-69). It
 * keeps names alone; who keeps the tensors follows. One thread at a time.
 */
public final class PrefixCachePolicy {

    private static final Comparator<Kept> LEAST_WORTH =
            Comparator.comparingDouble(Kept::worth).thenComparing(Kept::key);

    private final Map<String, Kept> byKey = new HashMap<>();
    private final TreeSet<Kept> byWorth = new TreeSet<>(LEAST_WORTH);
    private long maxBytes;
    private long bytes;
    private double age;

    private record Kept(String key, long bytes, double savedNanos, long uses, double worth) {}

    public PrefixCachePolicy(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The kept one was used; false when it is not kept. */
    public boolean used(String key) {
        Kept kept = byKey.get(key);
        if (kept == null) {
            return false;
        }
        byWorth.remove(kept);
        put(key, kept.bytes(), kept.savedNanos(), kept.uses() + 1);
        return true;
    }

    /**
     * Something was computed.
     *
     * @param savedNanos the device time that each later use saves
     * @return the keys to drop; the offered one is among them when it is not worth its place
     */
    public List<String> offer(String key, long size, double savedNanos) {
        drop(key);
        if (size > maxBytes) {
            return List.of(key);
        }
        put(key, size, savedNanos, 1);
        bytes += size;
        return evict();
    }

    /** Changes the bound. Returns the keys to drop. */
    public List<String> bound(long newMaxBytes) {
        maxBytes = newMaxBytes;
        return evict();
    }

    /** It is kept no more, for another reason than this policy. */
    public void drop(String key) {
        Kept kept = byKey.remove(key);
        if (kept != null) {
            byWorth.remove(kept);
            bytes -= kept.bytes();
        }
    }

    /** What the kept ones take. */
    public long bytes() {
        return bytes;
    }

    private void put(String key, long size, double savedNanos, long uses) {
        Kept kept = new Kept(key, size, savedNanos, uses, age + uses * savedNanos / Math.max(1, size));
        byKey.put(key, kept);
        byWorth.add(kept);
    }

    /** The age is the worth of what went last: whoever comes later starts from there, so old fame fades. */
    private List<String> evict() {
        List<String> dropped = new ArrayList<>();
        while (bytes > maxBytes) {
            Kept least = byWorth.first();
            age = least.worth();
            drop(least.key());
            dropped.add(least.key());
        }
        return dropped;
    }
}
