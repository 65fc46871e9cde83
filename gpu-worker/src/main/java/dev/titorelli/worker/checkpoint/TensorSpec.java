package dev.titorelli.worker.checkpoint;

import java.util.Arrays;
import java.util.List;

/**
 * A tensor that the model needs: its name in the checkpoint and its shape.
 *
 * @param parts the tensors that make it, stacked by rows, where the checkpoint holds it in parts; else empty
 */
public record TensorSpec(String name, List<Long> shape, List<TensorSpec> parts) {

    public TensorSpec {
        shape = List.copyOf(shape);
        parts = List.copyOf(parts);
    }

    static TensorSpec of(String name, long... shape) {
        return new TensorSpec(name, Arrays.stream(shape).boxed().toList(), List.of());
    }

    /** {@code name.weight} and {@code name.bias} of a linear or a convolution. */
    static List<TensorSpec> weightAndBias(String name, long... weightShape) {
        return List.of(of(name + ".weight", weightShape), of(name + ".bias", weightShape[0]));
    }

    /** A matrix that the checkpoint holds as several with the same columns. */
    static TensorSpec stacked(List<TensorSpec> parts) {
        long rows = parts.stream().mapToLong(part -> part.shape().get(0)).sum();
        return new TensorSpec(
                parts.get(0).name(), List.of(rows, parts.get(0).shape().get(1)), parts.size() == 1 ? List.of() : parts);
    }

    /** The same where something else has stacked it. */
    TensorSpec inOne() {
        return new TensorSpec(name, shape, List.of());
    }

    /** The tensors as they are in the checkpoint. */
    public List<TensorSpec> stored() {
        return parts.isEmpty() ? List.of(this) : parts;
    }
}
