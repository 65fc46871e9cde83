package dev.titorelli.worker.object;

import java.util.Optional;

/**
 * A store of immutable objects by key. An object is written at most once, whoever races for its key; what was written is found again
 * after a restart or a crash. Safe for use by several threads and several processes.
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
}
