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
        public boolean keep(KeysAndValues computed) {
            return false;
        }
    };

    /** What was kept under the key; it stays the shelf's. */
    Optional<KeysAndValues> find(String key);

    /**
     * Offers what was computed, in the place of what has the same key.
     *
     * @return whether the shelf took it and will close it
     */
    boolean keep(KeysAndValues computed);
}
