package dev.titorelli.worker.model;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keys and values that a branch waits for: whatever lies on the shelf when they are asked for, until the branch has begun to compute them
 * itself.
 */
final class ComingKeys {

    private final Prefixes.Place place;
    private Work work;
    private KeysAndValues there;
    private boolean computed;

    /** A pass and what it gives once it is done. */
    record Work(DevicePass pass, Supplier<Transformer.Cache> result) {}

    ComingKeys(Prefixes.Place place) {
        this.place = place;
    }

    /** Those that are there, with handles of the picture's own. */
    Optional<KeysAndValues> there() {
        if (there == null) {
            there = isBegun() ? computed() : place.found().orElse(null);
        }
        return Optional.ofNullable(there);
    }

    private boolean isBegun() {
        return work != null && work.pass().isBegun();
    }

    private KeysAndValues computed() {
        if (!work.pass().isDone()) {
            return null;
        }
        computed = true;
        return place.kept(work.result().get(), work.pass().nanos());
    }

    /** The pass that computes them. */
    DevicePass pass(Supplier<Work> made) {
        if (work == null) {
            work = made.get();
        }
        return work.pass();
    }

    /** Whether they had to be computed. */
    boolean wereComputed() {
        return computed;
    }
}
