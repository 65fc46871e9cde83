package dev.titorelli.stream.catalogue;

import dev.titorelli.WorkerHeartbeat;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The last heartbeats of the worker runs, at one moment. */
public final class Workers {

    private static final String BEFORE = "/before";

    private final Map<String, WorkerHeartbeat> heartbeats;
    private final long lastOffset;

    private Workers(Map<String, WorkerHeartbeat> heartbeats, long lastOffset) {
        this.heartbeats = heartbeats;
        this.lastOffset = lastOffset;
    }

    /** Reads the global store of worker.v1. */
    public static Workers of(ReadOnlyKeyValueStore<String, WorkerHeartbeat> store, WorkerPosition position) {
        Map<String, WorkerHeartbeat> read = new TreeMap<>();
        try (KeyValueIterator<String, WorkerHeartbeat> all = store.all()) {
            all.forEachRemaining(entry -> read.put(entry.key, entry.value));
        }
        // A heartbeat is in the store a moment before the position says so: the next offset may be among them.
        return new Workers(read, position.next());
    }

    /** None of these heartbeats has a higher offset in worker.v1. */
    public long lastOffset() {
        return lastOffset;
    }

    /** The newest heartbeat of each run. */
    public Collection<WorkerHeartbeat> newest() {
        return heartbeats.entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith(BEFORE))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The newest heartbeat of a run. */
    public Optional<WorkerHeartbeat> newestOf(String run) {
        return Optional.ofNullable(heartbeats.get(run));
    }

    /** The heartbeat before the newest one of a run. */
    public Optional<WorkerHeartbeat> beforeNewestOf(String run) {
        return Optional.ofNullable(heartbeats.get(beforeKey(run)));
    }

    static String beforeKey(String run) {
        return run + BEFORE;
    }
}
