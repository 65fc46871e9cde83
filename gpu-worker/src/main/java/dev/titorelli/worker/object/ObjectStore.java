package dev.titorelli.worker.object;

import java.util.Optional;

/**
 * A store of immutable objects by key. An object is written at most once, whoever races for its key; what was written is found again
 * after a restart or a crash. What is of use for a while only may be removed, a picture never. Safe for use by several threads and several processes.
 *
 * <p>Every call may throw {@link ObjectStoreUnavailableException} (nothing is known about the effect: call again) and {@link
 * IllegalArgumentException} when {@link ObjectKey#require} refuses the key.
 */
public interface ObjectStore {

    /**
     * Writes an object unless the key has one. Of several writers of one key exactly one is told {@link PutResult.Created}.
     *
     * @throws IllegalArgumentException when the metadata's digest is not that of the bytes
     */
    PutResult putIfAbsent(String key, byte[] bytes, ObjectMetadata metadata);

    /** The object of a key; empty when there is none. */
    Optional<StoredObject> get(String key);

    /** What is known about the object of a key; empty when there is none. */
    Optional<ObjectMetadata> head(String key);

    /**
     * Removes an object that is of use for a while only; has no effect when there is none. A store that must not remove leaves it to the
     * rule by which such objects expire.
     *
     * @throws IllegalArgumentException when {@link ObjectKey#requirePassing} refuses the key: a picture is never removed
     */
    void remove(String key);
}
