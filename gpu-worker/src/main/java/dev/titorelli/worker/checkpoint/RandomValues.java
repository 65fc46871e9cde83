package dev.titorelli.worker.checkpoint;

import java.util.List;

/**
 * The values of one tensor with random weights: uniform, each from its place alone, so that a tensor that another
 * layout holds in parts has the same values there.
 *
 * @param seed of the tensor
 * @param mean of the values
 * @param amplitude largest distance from the mean
 */
record RandomValues(long seed, float mean, float amplitude) {

    /** Values that keep the size of what flows through the tensor: norms near 1, biases near 0, matrices by their inputs. */
    static RandomValues of(TensorSpec spec, long seed) {
        if (spec.shape().size() == 1) {
            boolean norm = spec.name().endsWith(".weight");
            return new RandomValues(seed, norm ? 1 : 0, 0.05f);
        }
        return new RandomValues(seed, 0, (float) Math.sqrt(3.0 / inputs(spec.shape())));
    }

    /** What is summed for one output: a linear's columns, a convolution's channels and places; a table's row. */
    private static long inputs(List<Long> shape) {
        int first = shape.size() == 4 ? 1 : shape.size() - 1;
        return shape.stream().skip(first).reduce(1L, Math::multiplyExact);
    }

    float at(long element) {
        long bits = mixed(seed + element * 0x9E3779B97F4A7C15L);
        return mean + amplitude * ((bits >> 40) * 0x1p-23f);
    }

    /** The finaliser of SplitMix64, see {@link java.util.SplittableRandom}. */
    private static long mixed(long z) {
        long first = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
        return second ^ (second >>> 31);
    }
}
