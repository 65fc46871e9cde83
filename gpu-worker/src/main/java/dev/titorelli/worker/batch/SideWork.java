package dev.titorelli.worker.batch;

import dev.titorelli.JobPhase;
import dev.titorelli.Notice;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.ObjectStore;
import dev.titorelli.worker.object.StoredObject;
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
    private final EqualPictures equals;
    private final DeviceLoop.Shelter shelter;
    private final RunEnds ends;
    private final DevicePulse pulse;
    private final Boundary boundary;
    private final Checkpoints checkpoints;

    SideWork(Painter painter, DeviceLoop.Shelter shelter, RunEnds ends, DevicePulse pulse, Boundary boundary) {
        this.painter = painter;
        this.shelf = new PictureShelf(painter.description());
        this.equals = new EqualPictures(painter.description().profileDigest(), shelter.store());
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

    /** Fetches a run's inputs and hands it on; a run whose picture, or one that it may reuse, is stored already ends here. */
    void fetch(ActiveRun active, Consumer<ActiveRun> next) {
        threads.execute(() -> ends.guard(active, () -> {
            boundary.pass(active.run());
            SupportedFields.require(active.job());
            active.run().enter(JobPhase.FETCHING);
            ObjectStore store = store(active);
            if (!isAnswered(active, store)) {
                checkpoints.find(active, store);
                active.inputs(active.ledger().fetching(() -> InputPictures.fetch(active.job(), store)));
                active.adapter(active.ledger().fetching(() -> painter.hold(active.job(), store)));
                active.run().enter(JobPhase.PREFILL);
                next.accept(active);
            }
        }));
    }

    private boolean isAnswered(ActiveRun active, ObjectStore store) {
        Optional<ObjectMetadata> own = active.ledger().fetching(() -> shelf.find(active.job(), store));
        if (own.isPresent()) {
            active.ledger().reused();
            succeed(active, own.get(), PictureShelf.notices(unknownWords(active)));
            checkpoints.removeLeft(active);
            return true;
        }
        Optional<StoredObject> equal = active.ledger().fetching(() -> equals.find(active.job(), store));
        equal.ifPresent(picture -> copy(active, picture, store));
        return equal.isPresent();
    }

    /** What a run that paints the same picture has kept stays for that. */
    private void copy(ActiveRun active, StoredObject equal, ObjectStore store) {
        active.run().enter(JobPhase.STORING);
        active.ledger().reused();
        ObjectMetadata stored = active.ledger()
                .uploading(
                        () -> shelf.putCopy(active.job(), equal, active.ledger().soFar(), store));
        succeed(active, stored, PictureShelf.noticesOfCopy(unknownWords(active)));
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
            succeed(active, stored, PictureShelf.notices(unknownWords(active)));
        }));
    }

    private void succeed(ActiveRun active, ObjectMetadata stored, List<Notice> notices) {
        HaltPoint.AFTER_PUT.reached();
        equals.put(active.job(), stored);
        ends.succeeded(
                active,
                PictureShelf.describe(active.job(), stored, active.ledger().soFar(), notices));
        checkpoints.remove(active);
    }

    private List<String> unknownWords(ActiveRun active) {
        return painter.unknownWords(active.job().getPrompt());
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
