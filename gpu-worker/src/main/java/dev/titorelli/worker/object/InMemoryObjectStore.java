package dev.titorelli.worker.object;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A store that lives and dies with the process. */
public final class InMemoryObjectStore implements ObjectStore {

    private final Map<String, StoredObject> objects = new ConcurrentHashMap<>();

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes, ObjectMetadata metadata) {
        ObjectKey.require(key);
        FileDigest.require(bytes, metadata);
        StoredObject earlier = objects.putIfAbsent(key, new StoredObject(bytes.clone(), metadata));
        return earlier == null ? new PutResult.Created() : new PutResult.Exists(earlier.metadata());
    }

    @Override
    public Optional<StoredObject> get(String key) {
        ObjectKey.require(key);
        return Optional.ofNullable(objects.get(key))
                .map(stored -> new StoredObject(stored.bytes().clone(), stored.metadata()));
    }

    @Override
    public Optional<ObjectMetadata> head(String key) {
        ObjectKey.require(key);
        return Optional.ofNullable(objects.get(key)).map(StoredObject::metadata);
    }

    @Override
    public void remove(String key) {
        ObjectKey.requirePassing(key);
        objects.remove(key);
    }
}
