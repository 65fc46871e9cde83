package dev.titorelli.stream.request;

import dev.titorelli.WorkerHeartbeat;
import dev.titorelli.stream.catalogue.WorkerPosition;
import dev.titorelli.stream.catalogue.Workers;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The workers as the global store has them now; read anew only when a heartbeat came. Used by the task's thread alone. */
final class Fleet {

    private final ReadOnlyKeyValueStore<String, WorkerHeartbeat> store;
    private final WorkerPosition position;
    private Workers newest;
    private long readAt = -1;

    Fleet(ReadOnlyKeyValueStore<String, WorkerHeartbeat> store, WorkerPosition position) {
        this.store = store;
        this.position = position;
    }

    Workers workers() {
        long next = position.next();
        if (newest == null || next != readAt) {
            newest = Workers.of(store, position);
            readAt = next;
        }
        return newest;
    }

    long position() {
        return position.next();
    }
}
