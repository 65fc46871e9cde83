package dev.titorelli.worker.checkpoint;

import ai.djl.ndarray.NDArray;
import dev.titorelli.worker.tensor.TensorList;
import java.util.List;

/** The transformer's tensors as arguments, grouped as {@link TransformerLayout} groups them. */
public record TransformerWeights(
        NDArray tokenTable,
        NDArray positionTable,
        TensorList outputPatch,
        TensorList inputPatch,
        TensorList timeToken,
        TensorList timeEmbedder,
        TensorList layers,
        TensorList firstLayer,
        NDArray norm,
        TensorList finalLayer)
        implements AutoCloseable {

    /** Those of loaded weights; {@link #close} lets the packed lists go, not the tensors. */
    public static TransformerWeights of(Weights weights, TransformerLayout layout) {
        return new TransformerWeights(
                weights.tensor(layout.tokenTable()),
                weights.tensor(layout.positionTable()),
                weights.list(layout.outputPatch()),
                weights.list(layout.inputPatch()),
                weights.list(layout.timeToken()),
                weights.list(layout.timeEmbedder()),
                weights.list(layout.layers()),
                weights.list(layout.firstLayer()),
                weights.tensor(layout.norm()),
                weights.list(layout.finalLayer()));
    }

    @Override
    public void close() {
        List.of(outputPatch, inputPatch, timeToken, timeEmbedder, layers, firstLayer, finalLayer)
                .forEach(TensorList::close);
    }
}
