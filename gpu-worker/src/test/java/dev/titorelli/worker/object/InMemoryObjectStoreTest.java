package dev.titorelli.worker.object;

final class InMemoryObjectStoreTest extends ObjectStoreContract {

    private final ObjectStore store = new InMemoryObjectStore();

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    ObjectStore reopened() {
        return store;
    }
}
