package dev.titorelli.worker.batch;

import dev.titorelli.JobPhase;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.run.HaltPoint;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * What runs beside the device: fetching a run's inputs, writing its picture's file and storing it. A run has a thread of its own while it is
 * here, so that one that waits for the store keeps no other from heeding its orders.
 */
final class SideWork implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool(SideWork::thread);
    private final Painter painter;
    private final PictureShelf shelf;
    private final DeviceLoop.Shelter shelter;
    private final RunEnds ends;
    private final DevicePulse pulse;
    private final Boundary boundary;
    private final Checkpoints checkpoints;

    SideWork(Painter painter, DeviceLoop.Shelter shelter, RunEnds ends, DevicePulse pulse, Boundary boundary) {
        this.painter = painter;
        this.shelf = new PictureShelf(painter.description());
        this.shelter = shelter;
        this.ends = ends;
        this.pulse = pulse;
        this.boundary = boundary;
        this.checkpoints = new Checkpoints(
                painter.description().profileDigest(), shelter.store(), shelter.checkpointEvery(), threads);
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Fetches a run's inputs and hands it on; a run whose picture is stored already ends here. */
    void fetch(ActiveRun active, Consumer<ActiveRun> next) {
        threads.execute(() -> ends.guard(active, () -> {
            boundary.pass(active.run());
            SupportedFields.require(active.job());
            active.run().enter(JobPhase.FETCHING);
            ObjectStore store = store(active);
            Optional<ObjectMetadata> stored = active.ledger().fetching(() -> shelf.find(active.job(), store));
            if (stored.isPresent()) {
                active.ledger().reused();
                succeed(active, stored.get());
                checkpoints.removeLeft(active);
            } else {
                checkpoints.find(active, store);
                active.inputs(active.ledger().fetching(() -> InputPictures.fetch(active.job(), store)));
                active.adapter(active.ledger().fetching(() -> painter.hold(active.job(), store)));
                active.run().enter(JobPhase.PREFILL);
                next.accept(active);
            }
        }));
    }

    /** Stores a run's picture and ends the run. */
    void store(ActiveRun active, RgbImage image) {
        active.run().enter(JobPhase.STORING);
        threads.execute(() -> ends.guard(active, () -> {
            ObjectStore store = store(active);
            ObjectMetadata stored = active.ledger()
                    .uploading(
                            () -> shelf.put(active.job(), image, active.ledger().soFar(), store));
            Previews.awaitLast(active);
            succeed(active, stored);
        }));
    }

    private void succeed(ActiveRun active, ObjectMetadata stored) {
        List<String> unknown = painter.unknownWords(active.job().getPrompt());
        HaltPoint.AFTER_PUT.reached();
        ends.succeeded(
                active,
                PictureShelf.describe(active.job(), stored, active.ledger().soFar(), PictureShelf.notices(unknown)));
        checkpoints.remove(active);
    }

    private ObjectStore store(ActiveRun active) {
        return new PatientStore(shelter.store(), shelter.backoff(), pulse, boundary, active.run());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "titorelli-objects");
        thread.setDaemon(true);
        return thread;
    }
}
