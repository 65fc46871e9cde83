package dev.titorelli.worker.training;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What a batch says.
 *
 * @param losses of each example, without its share
 * @param tensors the derivative of the examples' mean loss by each tensor
 */
public record Gradients(List<Float> losses, List<NDArray> tensors) {

    /** Copies the lists. */
    public Gradients {
        losses = List.copyOf(losses);
        tensors = List.copyOf(tensors);
    }

    /** The mean of the examples' losses. */
    public float loss() {
        return (float) losses.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    }
}
