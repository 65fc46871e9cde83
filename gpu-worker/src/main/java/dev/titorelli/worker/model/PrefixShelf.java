package dev.titorelli.worker.model;

import java.util.Optional;

/**
 * Where the keys and values of prefixes and time tokens are kept for the pictures to come. What is kept, and for how
 * long, is the shelf's choice: a picture that has begun holds what it needs. Any thread.
 */
public interface PrefixShelf {
    /** Keeps nothing. */
    PrefixShelf NONE = new PrefixShelf() {
        @Override
        public Optional<KeysAndValues> find(String key) {
            return Optional.empty();
        }

        @Override
        public boolean keep(KeysAndValues computed, long nanos) {
            return false;
        }
    };

    /** What was kept under the key; it stays the shelf's. Those that wait for it ask again and again. */
    Optional<KeysAndValues> find(String key);

    /**
     * As {@link #find(String)}; those with so many places first, where there are several.
     *
     * @param places of prefix and row, or of the time tokens
     */
    default Optional<KeysAndValues> find(String key, int places) {
        return find(key);
    }

    /** A picture has handles of its own to this memory from now on, until it is closed. Comes before the memory is offered. */
    default void used(KeysAndValues handles) {}

    /**
     * Offers what was computed, in the place of what has the same key.
     *
     * @param nanos of device time that it took; 0 for a longer copy of what was found
     * @return whether the shelf took it and will close it
     */
    boolean keep(KeysAndValues computed, long nanos);
}
