package dev.titorelli.worker.training;

import ai.djl.ndarray.NDArray;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import dev.titorelli.worker.checkpoint.TransformerLayout;
import dev.titorelli.worker.model.Rotary;
import java.util.List;

/**
 * What training needs of an open transformer. The tensors belong to it.
 *
 * @param weights token table, last norm, output patch, input patch, time token, time embedder, layers, final layer: the
 *     tensors of {@link TransformerLayout#all()} without the position table, which is never trained
 * @param positionTable [1, side * side, H]
 */
public record TransformerParameters(
        List<NDArray> weights, NDArray positionTable, int positionSide, TransformerConfig config, Rotary rotary) {

    public TransformerParameters {
        weights = List.copyOf(weights);
    }

    /** Query heads, key and value heads, side of the position table. */
    public long[] sizes() {
        return new long[] {config.heads(), config.keyValueHeads(), positionSide};
    }

    /** The norms' epsilon, the rotary embedding's base and what its cosines and sines are multiplied by. */
    public double[] numbers() {
        return new double[] {config.rmsNormEps(), config.ropeTheta(), rotary.magnitude()};
    }

    /** The rotary factors of a row of so many tokens, half a head's size many. */
    public float[] rotaryFactors(int rowLength) {
        return rotary.factors(rowLength);
    }
}
