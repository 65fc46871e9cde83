package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * The image tokens [1, N, H] of a step's rows on their way through the layers. Lanes write at the same time, each the
 * rows that it has; a row that changes lanes is waited for.
 */
final class TokensUnderWay {
    private final NDArray[] rows;
    private final int layers;
    private final CompletableFuture<Void> changed = new CompletableFuture<>();

    /** @param tokens of each row before the first layer */
    TokensUnderWay(List<NDArray> tokens, int layers) {
        this.rows = tokens.toArray(NDArray[]::new);
        this.layers = layers;
    }

    /** Takes a lane's rows through their layers, part after part; a failure is also that of the lane that would wait. */
    boolean pass(List<LaneRows> lane, BiFunction<LaneRows, List<NDArray>, NDList> through) {
        try {
            lane.forEach(part -> pass(part, through));
            return true;
        } catch (RuntimeException | Error e) {
            changed.completeExceptionally(e);
            throw e;
        }
    }

    private void pass(LaneRows part, BiFunction<LaneRows, List<NDArray>, NDList> through) {
        if (part.first() > 0) {
            changed.join();
        }
        NDList passed =
                through.apply(part, part.rows().stream().map(row -> rows[row]).toList());
        for (int i = 0; i < passed.size(); i++) {
            rows[part.rows().get(i)] = passed.get(i);
        }
        if (part.end() < layers) {
            changed.complete(null);
        }
    }

    /** Of each row, where it is now. */
    List<NDArray> rows() {
        return List.of(rows);
    }
}
