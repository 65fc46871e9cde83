package dev.titorelli.worker.model;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keys and values that a branch waits for: whatever lies on the shelf when they are asked for, until the branch has computed them itself. What
 * it has begun is given up when another is done before.
 */
final class ComingKeys {

    private final Prefixes.Place place;
    private Work work;
    private KeysAndValues there;

    /**
     * A pass and what it gives once it is done.
     *
     * @param before device time of what had to be made for it alone, in nanoseconds
     * @param drop frees what it holds between its units
     */
    record Work(DevicePass pass, Supplier<Transformer.Cache> result, long before, Runnable drop) {}

    ComingKeys(Prefixes.Place place) {
        this.place = place;
    }

    /** Those that are there, with handles of the picture's own. */
    Optional<KeysAndValues> there() {
        if (there == null) {
            there = work != null && work.pass().isDone() ? computed() : found();
        }
        return Optional.ofNullable(there);
    }

    private KeysAndValues found() {
        KeysAndValues found = place.found().orElse(null);
        if (found != null && work != null) {
            work.drop().run();
        }
        return found;
    }

    private KeysAndValues computed() {
        return place.kept(work.result().get(), work.before() + work.pass().nanos());
    }

    /** Names them. */
    String key() {
        return place.key();
    }

    /** The pass that computes them. */
    DevicePass pass(Supplier<Work> made) {
        if (work == null) {
            work = made.get();
        }
        return work.pass();
    }

    /** Whether any of them was computed. */
    boolean wereComputed() {
        return work != null && work.pass().isBegun();
    }
}
