package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.function.Supplier;

/**
 * A row alone in its step: two lanes have a part of its image tokens each, and meet once a layer, when the keys and
 * values of both are written. The row gets the bits that it has in one lane: {@link LinearBlocks} has looked at that.
 */
final class DividedRow {
    private final int first;
    private final int end;
    private final long step;
    private final Phaser meeting = new Phaser(2);

    /**
     * From layer {@code first} to before {@code end}.
     *
     * @param step the step that the row is at
     */
    DividedRow(int first, int end, long step) {
        this.first = first;
        this.end = end;
        this.step = step;
    }

    /** Whether rows are one that two lanes can divide. */
    static boolean possible(LinearBlocks blocks, List<VelocityField.Row> rows, int lanes) {
        return lanes == 2
                && rows.size() == 1
                && blocks.firstPart(rows.get(0).imageTokens()) < rows.get(0).imageTokens();
    }

    /** Takes both parts through the layers. */
    void pass(Lanes lanes, RowPart one, RowPart other) {
        lanes.together(List.<Supplier<Boolean>>of(() -> pass(one), () -> pass(other)));
    }

    /** A lane that fails ends the meeting, so that the other does not wait for it. */
    private boolean pass(RowPart part) {
        try {
            boolean met = true;
            for (int layer = first; met && layer < end; layer++) {
                try (NDArray queries = part.queries(layer, step)) {
                    met = meeting.arriveAndAwaitAdvance() >= 0;
                    part.attend(layer, queries);
                }
            }
            return met;
        } catch (RuntimeException | Error e) {
            meeting.forceTermination();
            throw e;
        }
    }
}
