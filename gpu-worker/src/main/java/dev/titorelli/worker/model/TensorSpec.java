package dev.titorelli.worker.model;

import java.util.Arrays;
import java.util.List;

/** A tensor that a checkpoint must hold: its name in the original layout and its shape. */
record TensorSpec(String name, List<Long> shape) {

    TensorSpec {
        shape = List.copyOf(shape);
    }

    static TensorSpec of(String name, long... shape) {
        return new TensorSpec(name, Arrays.stream(shape).boxed().toList());
    }

    /** {@code name.weight} and {@code name.bias} of a linear or a convolution. */
    static List<TensorSpec> weightAndBias(String name, long... weightShape) {
        return List.of(of(name + ".weight", weightShape), of(name + ".bias", weightShape[0]));
    }
}
