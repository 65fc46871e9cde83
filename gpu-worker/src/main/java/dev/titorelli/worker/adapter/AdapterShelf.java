package dev.titorelli.worker.adapter;

import dev.titorelli.worker.model.LoraAdapter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loaded adapters by digest. One that somebody holds stays; those that nobody holds are kept for jobs to come, up to a number of bytes, and
 * the one that was used least recently goes first. Any thread.
 */
public final class AdapterShelf {

    private final Map<String, Shelved> loaded = new LinkedHashMap<>(16, 0.75f, true); // the least recently used first
    private long maxIdleBytes;

    private static final class Shelved {
        private final String name;
        private final LoraAdapter adapter;
        private int holders;

        Shelved(String name, LoraAdapter adapter) {
            this.name = name;
            this.adapter = adapter;
        }
    }

    /** @param maxIdleBytes what adapters that nobody holds may take */
    public AdapterShelf(long maxIdleBytes) {
        this.maxIdleBytes = maxIdleBytes;
    }

    /** Holds an adapter that is loaded; empty when it is not. */
    public synchronized Optional<AdapterHold> hold(String digest) {
        return Optional.ofNullable(loaded.get(digest)).map(found -> hold(digest, found));
    }

    /**
     * Holds an adapter that was just loaded. When another thread was faster with the same one, that one is held and this one closed.
     *
     * @param name as alias/adapter
     */
    public synchronized AdapterHold put(String name, LoraAdapter adapter) {
        Shelved present = loaded.get(adapter.digest());
        if (present == null) {
            present = new Shelved(name, adapter);
            loaded.put(adapter.digest(), present);
        } else {
            adapter.close();
        }
        return hold(adapter.digest(), present);
    }

    /**
     * An adapter that somebody holds.
     *
     * @throws IllegalStateException when nobody does
     */
    public synchronized LoraAdapter held(String digest) {
        Shelved found = loaded.get(digest);
        if (found == null || found.holders == 0) {
            throw new IllegalStateException("adapter " + digest + " is not held");
        }
        return found.adapter;
    }

    /** The names of all that are loaded, sorted. */
    public synchronized List<String> names() {
        return loaded.values().stream()
                .map(shelved -> shelved.name)
                .distinct()
                .sorted()
                .toList();
    }

    /** Bytes of those that nobody holds. */
    public synchronized long idleBytes() {
        return loaded.values().stream()
                .filter(shelved -> shelved.holders == 0)
                .mapToLong(shelved -> shelved.adapter.bytes())
                .sum();
    }

    /** Changes how many bytes those may take that nobody holds, and drops until that is so. */
    public synchronized void bound(long maxBytes) {
        maxIdleBytes = maxBytes;
        dropIdleOver(maxIdleBytes);
    }

    /** Drops all that nobody holds. */
    public synchronized void clear() {
        dropIdleOver(0);
    }

    private AdapterHold hold(String digest, Shelved shelved) {
        shelved.holders++;
        return () -> release(digest, shelved);
    }

    private synchronized void release(String digest, Shelved shelved) {
        loaded.get(digest); // used until now
        shelved.holders--;
        dropIdleOver(maxIdleBytes);
    }

    private void dropIdleOver(long maxBytes) {
        long idle = idleBytes();
        for (Map.Entry<String, Shelved> entry : new ArrayList<>(loaded.entrySet())) {
            Shelved shelved = entry.getValue();
            if (idle > maxBytes && shelved.holders == 0) {
                idle -= shelved.adapter.bytes();
                loaded.remove(entry.getKey());
                shelved.adapter.close();
            }
        }
    }
}
