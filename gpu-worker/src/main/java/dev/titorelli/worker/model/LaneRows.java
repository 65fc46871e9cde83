package dev.titorelli.worker.model;

import java.util.List;

/**
 * Rows of a step that go through neighbouring layers together in one lane, by their places in the step.
 *
 * @param aside for each row, whether it writes beside its prefix's memory, which a row of another lane may be using
 * @param first the first of the layers
 * @param end the layer after the last
 */
record LaneRows(List<Integer> rows, List<Boolean> aside, int first, int end) {
    LaneRows {
        rows = List.copyOf(rows);
        aside = List.copyOf(aside);
    }

    /** The same, their layers counted from this one. */
    LaneRows from(int layer) {
        return new LaneRows(rows, aside, layer + first, layer + end);
    }
}
