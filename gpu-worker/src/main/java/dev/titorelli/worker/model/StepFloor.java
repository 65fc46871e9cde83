package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * The products and attentions of one step of a batch, alone: the linears over all tokens at once, attention a row. Each
 * is tried in every way that the model could take: with all of libtorch's threads and in lanes, products by libtorch's
 * choice and by the model's. The best time of each shape counts, times how often the step has it.
 */
final class StepFloor implements AutoCloseable {
    private static final int TRIES = 3;

    private final NDManager scope;
    private final TorchScript script;
    private final TorchScript transformer;
    private final List<Piece> pieces = new ArrayList<>();
    private double gflop;

    private StepFloor(NDManager scope, TorchScript transformer) {
        this.scope = scope;
        this.transformer = transformer;
        this.script = TorchScript.load(scope, "Floor");
    }

    /** A shape: the ways to compute it, how often a step does. */
    private record Piece(List<Way> ways, int times) {}

    /** One that computes the shape so many times. */
    private record Way(Runnable work, int shapes) {}

    static StepFloor of(OmniGen model, ModelBench.Wish wish) {
        Transformer transformer = model.pictures().transformer();
        StepFloor floor = new StepFloor(model.scope().newSubManager(), transformer.script());
        TransformerConfig config = transformer.config();
        NDArray like = transformer.weights().norm();
        int imageTokens = wish.widthPx() / ModelLimits.PATCH_PX * (wish.heightPx() / ModelLimits.PATCH_PX);
        try (Sampling sampling = model.start(ModelBench.parameters(model, wish, 0))) {
            List<VelocityField.Row> rows = sampling.rows();
            long tokens = (long) imageTokens * rows.size() * wish.batch();
            int head = config.headSize();
            long projected = (long) (config.heads() + 2 * config.keyValueHeads()) * head;
            floor.linear(like, tokens, config.hiddenSize(), projected, config.layers());
            floor.linear(like, tokens, config.hiddenSize(), config.hiddenSize(), config.layers());
            floor.linear(like, tokens, config.hiddenSize(), 2L * config.intermediateSize(), config.layers());
            floor.linear(like, tokens, config.intermediateSize(), config.hiddenSize(), config.layers());
            for (VelocityField.Row row : rows) {
                int length = row.branch().rowLength();
                floor.attention(like, config, imageTokens, length, config.layers() * wish.batch());
            }
        }
        return floor;
    }

    private void linear(NDArray like, long rows, long inputs, long outputs, int times) {
        NDArray x = random(like, 1, rows, inputs);
        NDArray part = random(like, 1, Math.max(1, rows / lanes()), inputs);
        NDArray w = random(like, outputs, inputs);
        pieces.add(new Piece(
                List.of(
                        new Way(() -> call(script, "linear", x, w), 1),
                        new Way(() -> call(transformer, "product", x, w), 1),
                        new Way(() -> inLanes(transformer, "product", part, w), 1),
                        new Way(() -> inLanes(script, "linear", part, w), 1)),
                times));
        gflop += 2e-9 * rows * inputs * outputs * times;
    }

    private void attention(NDArray like, TransformerConfig config, int queries, int keys, int times) {
        NDArray q = random(like, 1, config.heads(), queries, config.headSize());
        NDArray k = random(like, 1, config.heads(), keys, config.headSize());
        pieces.add(new Piece(
                List.of(
                        new Way(() -> call(script, "attention", q, k, k), 1),
                        new Way(() -> inLanes(script, "attention", q, k, k), lanes())),
                times));
        gflop += 4e-9 * queries * keys * config.heads() * config.headSize() * times;
    }

    private static int lanes() {
        return Lanes.ofProcess().count();
    }

    private void call(TorchScript text, String method, NDArray... tensors) {
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
        Lanes.ofProcess().together(Collections.<Supplier<Boolean>>nCopies(lanes(), () -> {
            call(text, method, tensors);
            return true;
        }));
    }

    private NDArray random(NDArray like, long... shape) {
        try (NDArray numbers = scope.randomNormal(new Shape(shape))) {
            return script.call("typed").tensor(numbers).tensor(like).tensorIn(scope);
        }
    }

    /** Seconds of one step of the whole batch. */
    double seconds() {
        return pieces.stream().mapToDouble(StepFloor::seconds).sum();
    }

    private static double seconds(Piece piece) {
        return piece.times()
                * piece.ways().stream().mapToDouble(StepFloor::seconds).min().orElseThrow();
    }

    private static double seconds(Way way) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long begun = System.nanoTime();
            way.work().run();
            best = Math.min(best, System.nanoTime() - begun);
        }
        return best / 1e9 / way.shapes();
    }

    /** Arithmetic of one step of the whole batch, in 10^9 operations. */
    double gflop() {
        return gflop;
    }

    @Override
    public void close() {
        script.close();
        scope.close();
    }
}
