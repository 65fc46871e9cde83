package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Products, attentions and convolutions of one phase, alone, on random numbers: the best time of each shape counts, times
 * how often the phase has it. One thread.
 */
final class FloorPieces implements AutoCloseable {
    private static final int TRIES = 3;

    private final NDManager scope;
    private final TorchScript script;
    private final NDArray like;
    private final Map<String, Piece> pieces = new LinkedHashMap<>();
    private double gflop;

    /** @param like of the element type that the phase computes in */
    FloorPieces(NDManager parent, NDArray like) {
        this.scope = parent.newSubManager();
        this.script = TorchScript.load(scope, "Floor");
        this.like = like;
    }

    /** A shape: what computes it, how often the phase does, the best time of one so far. */
    private static final class Piece {
        private final Runnable work;
        private double times;
        private double best = Double.MAX_VALUE;

        Piece(Runnable work) {
            this.work = work;
        }
    }

    void linear(long rows, long inputs, long outputs, double times) {
        add("linear %d %d %d".formatted(rows, inputs, outputs), 2e-9 * rows * inputs * outputs, times, () -> {
            NDArray x = random(rows, inputs);
            NDArray w = random(outputs, inputs);
            return step -> script.call("linear").tensor(x).tensor(w).tensorIn(step);
        });
    }

    /** Every query sees every key. */
    void attention(int heads, long queries, long keys, int headSize, double times) {
        attention("attention", heads, queries, keys, headSize, 4e-9 * queries * keys * heads * headSize, times);
    }

    /** A token sees those up to itself: half of the arithmetic. */
    void causalAttention(int heads, long tokens, int headSize, double times) {
        double work = 2e-9 * tokens * (tokens + 1) * heads * headSize;
        attention("causal_attention", heads, tokens, tokens, headSize, work, times);
    }

    private void attention(
            String method, int heads, long queries, long keys, int headSize, double gflopOfOne, double times) {
        add("%s %d %d %d %d".formatted(method, heads, queries, keys, headSize), gflopOfOne, times, () -> {
            NDArray q = random(1, heads, queries, headSize);
            NDArray k = random(1, heads, keys, headSize);
            return step -> script.call(method).tensor(q).tensor(k).tensor(k).tensorIn(step);
        });
    }

    /** @param weight [out, in, k, k] */
    void convolution(TensorSpec weight, long height, long width, int stride, double times) {
        long[] w = weight.shape().stream().mapToLong(Long::longValue).toArray();
        long places = height / stride * (width / stride);
        double work = 2e-9 * w[0] * w[1] * w[2] * w[3] * places;
        add("convolution %s %d %d %d".formatted(weight.shape(), height, width, stride), work, times, () -> {
            NDArray x = random(1, w[1], height, width);
            NDArray weights = random(w);
            return step -> script.call("convolution")
                    .tensor(x)
                    .tensor(weights)
                    .integer(stride)
                    .tensorIn(step);
        });
    }

    private interface Work {
        NDArray in(NDManager step);
    }

    private interface Prepared {
        Work work();
    }

    private void add(String shape, double gflopOfOne, double times, Prepared prepared) {
        Piece piece = pieces.computeIfAbsent(shape, name -> {
            Work work = prepared.work();
            return new Piece(() -> {
                try (NDManager step = scope.newSubManager()) {
                    work.in(step);
                }
            });
        });
        piece.times += times;
        gflop += gflopOfOne * times;
    }

    private NDArray random(long... shape) {
        try (NDArray numbers = scope.randomNormal(new Shape(shape))) {
            return script.call("typed").tensor(numbers).tensor(like).tensorIn(scope);
        }
    }

    /** Measures each shape a few times more. */
    void measure() {
        for (Piece piece : pieces.values()) {
            for (int i = 0; i < TRIES; i++) {
                long begun = System.nanoTime();
                piece.work.run();
                piece.best = Math.min(piece.best, (System.nanoTime() - begun) / 1e9);
            }
        }
    }

    /** The sum of the best times so far, in seconds. */
    double seconds() {
        return pieces.values().stream()
                .mapToDouble(piece -> piece.times * piece.best)
                .sum();
    }

    /** Arithmetic, in 10^9 operations. */
    double gflop() {
        return gflop;
    }

    @Override
    public void close() {
        script.close();
        scope.close();
    }
}
