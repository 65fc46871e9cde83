package dev.titorelli.worker.batch;

import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.ObjectStoreUnavailableException;
import dev.titorelli.worker.object.PutResult;
import dev.titorelli.worker.object.StoredObject;
import java.util.Optional;

/** A store that now and then does not answer. */
final class UnsteadyStore implements ObjectStore {

    private final ObjectStore store;
    private int toFail;
    private int failures;
    private String refused = "nothing/";
    private Runnable whenFailing = () -> {};

    UnsteadyStore(ObjectStore store) {
        this.store = store;
    }

    /** Lets the next calls fail; has no effect when some have failed already. */
    synchronized void fail(int calls) {
        toFail = failures == 0 ? calls : toFail;
    }

    /** Lets writes below this key fail from now on. */
    synchronized void takeNothingUnder(String prefix) {
        refused = prefix;
    }

    synchronized int failures() {
        return failures;
    }

    synchronized void whenFailing(Runnable call) {
        whenFailing = call;
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes, ObjectMetadata metadata) {
        maybeFail();
        requireTaken(key);
        return store.putIfAbsent(key, bytes, metadata);
    }

    @Override
    public Optional<StoredObject> get(String key) {
        maybeFail();
        return store.get(key);
    }

    @Override
    public Optional<ObjectMetadata> head(String key) {
        maybeFail();
        return store.head(key);
    }

    @Override
    public void remove(String key) {
        maybeFail();
        store.remove(key);
    }

    private synchronized void requireTaken(String key) {
        if (key.startsWith(refused)) {
            throw new ObjectStoreUnavailableException("down", null);
        }
    }

    private synchronized void maybeFail() {
        if (toFail > 0) {
            toFail--;
            failures++;
            whenFailing.run();
            throw new ObjectStoreUnavailableException("down", null);
        }
    }
}
