package dev.titorelli.worker.batch;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.ObjectStoreUnavailableException;
import dev.titorelli.worker.object.PutResult;
import dev.titorelli.worker.object.StoredObject;
import dev.titorelli.worker.run.JobRun;
import java.util.Optional;
import java.util.function.Supplier;

/** The store as one run sees it: a call waits until the store answers or the run is stopped. */
final class PatientStore implements ObjectStore {

    private final ObjectStore store;
    private final Backoff backoff;
    private final DevicePulse pulse;
    private final Boundary boundary;
    private final JobRun run;

    PatientStore(ObjectStore store, Backoff backoff, DevicePulse pulse, Boundary boundary, JobRun run) {
        this.store = store;
        this.backoff = backoff;
        this.pulse = pulse;
        this.boundary = boundary;
        this.run = run;
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes, ObjectMetadata metadata) {
        return answered(() -> store.putIfAbsent(key, bytes, metadata));
    }

    @Override
    public Optional<StoredObject> get(String key) {
        return answered(() -> store.get(key));
    }

    @Override
    public Optional<ObjectMetadata> head(String key) {
        return answered(() -> store.head(key));
    }

    @Override
    public void remove(String key) {
        answered(() -> {
            store.remove(key);
            return key;
        });
    }

    private <T> T answered(Supplier<T> call) {
        try {
            return patiently(call);
        } finally {
            // Whether it answered or the run was stopped: others that still wait say so again at their next try.
            pulse.recovered(FaultCode.STORE_UNAVAILABLE);
        }
    }

    private <T> T patiently(Supplier<T> call) {
        for (int failures = 0; ; failures++) {
            boundary.pass(run);
            try {
                return call.get();
            } catch (ObjectStoreUnavailableException e) {
                pulse.trouble(FaultCode.STORE_UNAVAILABLE);
                backoff.pause(failures, e.getMessage());
            }
        }
    }
}
