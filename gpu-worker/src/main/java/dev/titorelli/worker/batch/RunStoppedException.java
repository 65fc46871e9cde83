package dev.titorelli.worker.batch;

import dev.titorelli.worker.run.RunOrder;

/** A run meets its order at a boundary between two pieces of work. */
final class RunStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RunOrder order;

    RunStoppedException(RunOrder order) {
        super(order.toString());
        this.order = order;
    }

    RunOrder order() {
        return order;
    }
}
