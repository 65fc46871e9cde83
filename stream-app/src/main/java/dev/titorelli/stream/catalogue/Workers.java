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

    private Workers(Map<String, WorkerHeartbeat> heartbeats) {
        this.heartbeats = heartbeats;
    }

    /** Reads the global store of worker.v1. */
    public static Workers of(ReadOnlyKeyValueStore<String, WorkerHeartbeat> store) {
        Map<String, WorkerHeartbeat> read = new TreeMap<>();
        try (KeyValueIterator<String, WorkerHeartbeat> all = store.all()) {
            all.forEachRemaining(entry -> read.put(entry.key, entry.value));
        }
        return new Workers(read);
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
