package dev.titorelli.worker.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.checkpoint.TensorSpec;
import dev.titorelli.worker.model.Lanes;
import dev.titorelli.worker.tensor.ScriptCall;
import dev.titorelli.worker.tensor.TorchScript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Products, attentions and convolutions of one phase, alone, on random numbers, each in every way that the model could
 * take: products by libtorch's choice and by the model's, in a step also in lanes. The best time of each shape counts,
 * times how often the phase has it. One thread.
 */
final class FloorPieces implements AutoCloseable {
    private static final int TRIES = 3;

    private final NDManager scope;
    private final TorchScript script;
    private final NDArray like;
    private final Optional<TorchScript> transformer;
    private final int lanes;
    private final Map<String, Piece> pieces = new LinkedHashMap<>();
    private double gflop;

    /** @param like of the element type that the phase computes in */
    FloorPieces(NDManager parent, NDArray like) {
        this(parent, like, Optional.empty(), 1);
    }

    /**
     * Of the transformer's phases.
     *
     * @param transformer its text, which has a product of its own
     * @param lanes in which the phase may run; 1 for none
     */
    FloorPieces(NDManager parent, NDArray like, Optional<TorchScript> transformer, int lanes) {
        this.scope = parent.newSubManager();
        this.script = TorchScript.load(scope, FloorPieces.class, "Floor");
        this.like = like;
        this.transformer = transformer;
        this.lanes = lanes;
    }

    /** A shape: the ways to compute it, how often the phase does. */
    private static final class Piece {
        private final List<Way> ways;
        private double times;

        Piece(List<Way> ways) {
            this.ways = ways;
        }

        double best() {
            return ways.stream().mapToDouble(way -> way.best).min().orElseThrow();
        }
    }

    /** A way to compute a shape so many times at once, and the best time of one so far. */
    private static final class Way {
        private final Runnable work;
        private final int shapes;
        private double best = Double.MAX_VALUE;

        Way(Runnable work, int shapes) {
            this.work = work;
            this.shapes = shapes;
        }

        void measure() {
            long begun = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - begun) / 1e9 / shapes);
        }
    }

    void linear(long rows, long inputs, long outputs, double times) {
        add("linear %d %d %d".formatted(rows, inputs, outputs), 2e-9 * rows * inputs * outputs, times, () -> {
            NDArray x = random(1, rows, inputs);
            NDArray w = random(outputs, inputs);
            List<Way> ways = new ArrayList<>(List.of(new Way(() -> run(script, "linear", x, w), 1)));
            transformer.ifPresent(text -> ways.add(new Way(() -> run(text, "product", x, w), 1)));
            if (lanes > 1) {
                NDArray part = random(1, Math.max(1, rows / lanes), inputs);
                ways.add(new Way(() -> inLanes(script, "linear", part, w), 1));
                transformer.ifPresent(text -> ways.add(new Way(() -> inLanes(text, "product", part, w), 1)));
            }
            return ways;
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
            List<Way> ways = new ArrayList<>(List.of(new Way(() -> run(script, method, q, k, k), 1)));
            if (lanes > 1) {
                ways.add(new Way(() -> inLanes(script, method, q, k, k), lanes));
            }
            return ways;
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
            return List.of(new Way(() -> convolve(x, weights, stride), 1));
        });
    }

    private void convolve(NDArray x, NDArray weights, int stride) {
        try (NDManager step = scope.newSubManager()) {
            script.call("convolution").tensor(x).tensor(weights).integer(stride).tensorIn(step);
        }
    }

    private void run(TorchScript text, String method, NDArray... tensors) {
        try (NDManager step = scope.newSubManager()) {
            ScriptCall call = text.call(method);
            for (NDArray tensor : tensors) {
                call.tensor(tensor);
            }
            call.tensorIn(step);
        }
    }

    /** The same in every lane at once. */
    private void inLanes(TorchScript text, String method, NDArray... tensors) {
        Lanes.ofProcess().together(Collections.<Supplier<Boolean>>nCopies(lanes, () -> {
            run(text, method, tensors);
            return true;
        }));
    }

    private void add(String shape, double gflopOfOne, double times, Supplier<List<Way>> ways) {
        Piece piece = pieces.computeIfAbsent(shape, name -> new Piece(ways.get()));
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
        for (int i = 0; i < TRIES; i++) {
            pieces.values().forEach(piece -> piece.ways.forEach(Way::measure));
        }
    }

    /** The sum of the best times so far, in seconds. */
    double seconds() {
        return pieces.values().stream()
                .mapToDouble(piece -> piece.times * piece.best())
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
