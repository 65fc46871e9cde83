package dev.titorelli.worker;

import dev.titorelli.metrics.MetricKeys;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.ObjectStoreUnavailableException;
import dev.titorelli.worker.object.PutResult;
import dev.titorelli.worker.object.StoredObject;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Another store whose calls are timed. */
final class MeasuredObjectStore implements ObjectStore {

    private final ObjectStore store;
    private final MeterRegistry meters;

    MeasuredObjectStore(ObjectStore store, MeterRegistry meters) {
        this.store = store;
        this.meters = meters;
        timer("put", "created");
        timer("put", "unavailable");
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes, ObjectMetadata metadata) {
        return timed(
                "put",
                () -> store.putIfAbsent(key, bytes, metadata),
                result -> result instanceof PutResult.Created ? "created" : "existed");
    }

    @Override
    public Optional<StoredObject> get(String key) {
        return timed("get", () -> store.get(key), MeasuredObjectStore::presence);
    }

    @Override
    public Optional<ObjectMetadata> head(String key) {
        return timed("head", () -> store.head(key), MeasuredObjectStore::presence);
    }

    @Override
    public void remove(String key) {
        timed(
                "remove",
                () -> {
                    store.remove(key);
                    return key;
                },
                removed -> "removed");
    }

    private <T> T timed(String call, Supplier<T> work, Function<T, String> result) {
        Timer.Sample sample = Timer.start(meters);
        try {
            T answer = work.get();
            sample.stop(timer(call, result.apply(answer)));
            return answer;
        } catch (ObjectStoreUnavailableException e) {
            sample.stop(timer(call, "unavailable"));
            throw e;
        }
    }

    private Timer timer(String call, String result) {
        return meters.timer(MetricKeys.OBJECT_CALLS.name(), "call", call, "result", result);
    }

    private static String presence(Optional<?> found) {
        return found.isPresent() ? "found" : "absent";
    }
}
