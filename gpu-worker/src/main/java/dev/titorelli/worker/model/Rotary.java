package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import dev.titorelli.worker.tensor.TorchScript;
import java.util.List;

/**
 * Rotary tables, plain or scaled ("su", longrope): the row's whole length, output tokens included, decides between the
 * short and the long factors, so the same prefix is rotated otherwise beside a large output.
 *
 * @see <a href="https://github.com/huggingface/transformers/blob/v4.45.2/src/transformers/models/phi3/modeling_phi3.py">transformers,
 *     Phi3LongRoPEScaledRotaryEmbedding</a>
 */
public final class Rotary {
    private final TorchScript script;
    private final TransformerConfig config;
    private final NDArray like;

    /** Cosines and signed sines, each [tokens, 1, D]. */
    public record Table(NDArray cos, NDArray sin) {}

    /** @param like of the element type that tables get */
    Rotary(TorchScript script, TransformerConfig config, NDArray like) {
        this.script = script;
        this.config = config;
        this.like = like;
    }

    /** The table of the places {@code start} to {@code start + count} of a row of {@code rowLength} tokens. */
    public Table table(NDManager scope, int start, int count, int rowLength) {
        try (NDManager step = scope.newSubManager()) {
            return table(scope, step.arange(start, start + count), rowLength);
        }
    }

    /** The table of the given places [tokens]. */
    public Table table(NDManager scope, NDArray places, int rowLength) {
        try (NDManager step = scope.newSubManager()) {
            NDList table = script.call("rotary")
                    .tensor(places)
                    .tensor(step.create(factors(rowLength)))
                    .number(config.ropeTheta())
                    .number(magnitude())
                    .tensor(like)
                    .tensorsIn(scope);
            return new Table(table.get(0), table.get(1));
        }
    }

    /** Which factors a row has; the places' tables depend on its length by nothing else. */
    enum Regime {
        /** Of a model without scaling. */
        PLAIN,
        /** Of rows up to the length that scaling begins from. */
        SHORT,
        /** Of longer rows. */
        LONG
    }

    Regime regime(int rowLength) {
        return config.ropeScaling()
                .map(scaling -> rowLength > scaling.originalMaxPositions() ? Regime.LONG : Regime.SHORT)
                .orElse(Regime.PLAIN);
    }

    /** The scaling's factors for a row of that length, D/2 of them; ones without scaling. */
    public float[] factors(int rowLength) {
        float[] factors = new float[config.headSize() / 2];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = factor(i, rowLength);
        }
        return factors;
    }

    private float factor(int index, int rowLength) {
        return config.ropeScaling()
                .map(scaling -> regime(rowLength) == Regime.LONG ? scaling.longFactors() : scaling.shortFactors())
                .map((List<Double> factors) -> factors.get(index).floatValue())
                .orElse(1f);
    }

    /** What cosines and sines are multiplied by. */
    public double magnitude() {
        return config.ropeScaling().map(this::magnitude).orElse(1.0);
    }

    private double magnitude(TransformerConfig.RopeScaling scaling) {
        double stretch = (double) config.maxPositions() / scaling.originalMaxPositions();
        return stretch <= 1 ? 1 : Math.sqrt(1 + Math.log(stretch) / Math.log(scaling.originalMaxPositions()));
    }
}
