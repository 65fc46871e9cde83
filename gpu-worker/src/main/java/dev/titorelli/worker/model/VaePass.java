package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** A pass through the VAE, some units at a time; between them the output of the last one stays in the scope. */
final class VaePass {

    private final NDManager scope;
    private final NDArray input;
    private final List<Unit> units;
    private NDArray output;
    private int done;

    /** A block, or a part of one. */
    @FunctionalInterface
    interface Unit {
        /** What it makes of what the unit before has made, in the scope; the same tensor when it wrote into that. */
        NDArray compute(NDManager scope, NDArray made);
    }

    /** @param input stays its owner's */
    VaePass(NDManager scope, NDArray input, List<Unit> units) {
        this.scope = scope;
        this.input = input;
        this.units = units;
        this.output = input;
    }

    /** Computes the units {@code from} to before {@code to}. */
    void run(int from, int to) {
        for (Unit unit : units.subList(from, to)) {
            NDArray next = unit.compute(scope, output);
            if (output != input && output != next) {
                output.close();
            }
            output = next;
        }
        done = to;
    }

    /** Whether the last unit is computed. */
    boolean isDone() {
        return done == units.size();
    }

    /** Of the last unit that was computed. */
    NDArray output() {
        return output;
    }
}
