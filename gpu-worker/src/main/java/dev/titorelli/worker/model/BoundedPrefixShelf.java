package dev.titorelli.worker.model;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps what was used last, up to a number of bytes. Any thread. */
public final class BoundedPrefixShelf implements PrefixShelf, AutoCloseable {
    private final long maxBytes;
    private final Map<String, KeysAndValues> byUse = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private long hits;
    private long misses;

    public BoundedPrefixShelf(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public synchronized Optional<KeysAndValues> find(String key) {
        Optional<KeysAndValues> found = Optional.ofNullable(byUse.get(key));
        if (found.isPresent()) {
            hits++;
        }
        return found;
    }

    @Override
    public synchronized boolean keep(KeysAndValues computed, long nanos) {
        misses += nanos > 0 ? 1 : 0;
        if (computed.bytes() > maxBytes) {
            return false;
        }
        dropped(byUse.remove(computed.key()));
        byUse.put(computed.key(), computed);
        bytes += computed.bytes();
        Iterator<KeysAndValues> longestUnused = byUse.values().iterator();
        while (bytes > maxBytes) {
            KeysAndValues dropped = longestUnused.next();
            longestUnused.remove();
            dropped(dropped);
        }
        return true;
    }

    private void dropped(KeysAndValues dropped) {
        if (dropped != null) {
            bytes -= dropped.bytes();
            dropped.close();
        }
    }

    /** What the kept ones take; a picture may hold a dropped one a while longer. */
    public synchronized long bytes() {
        return bytes;
    }

    /** How many are kept. */
    public synchronized int size() {
        return byUse.size();
    }

    /** How often something was found. */
    public synchronized long hits() {
        return hits;
    }

    /** How often something was not there and was computed. */
    public synchronized long misses() {
        return misses;
    }

    /** Drops everything. */
    public synchronized void clear() {
        byUse.values().forEach(KeysAndValues::close);
        byUse.clear();
        bytes = 0;
    }

    @Override
    public void close() {
        clear();
    }
}
