package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The products and attentions of one step of a batch, alone: the linears over all tokens at once, attention a row. The
 * best time of each shape counts, times how often the step has it.
 */
final class StepFloor implements AutoCloseable {
    private static final int TRIES = 3;

    private final NDManager scope;
    private final TorchScript script;
    private final List<Piece> pieces = new ArrayList<>();
    private double gflop;

    private StepFloor(NDManager scope) {
        this.scope = scope;
        this.script = TorchScript.load(scope, "Floor");
    }

    /** A shape: what computes it, how often a step does. */
    private record Piece(Runnable work, int times) {}

    static StepFloor of(OmniGen model, ModelBench.Wish wish) {
        StepFloor floor = new StepFloor(model.scope().newSubManager());
        Transformer transformer = model.pictures().transformer();
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
        NDArray x = random(like, rows, inputs);
        NDArray w = random(like, outputs, inputs);
        pieces.add(new Piece(
                () -> {
                    try (NDManager step = scope.newSubManager()) {
                        script.call("linear").tensor(x).tensor(w).tensorIn(step);
                    }
                },
                times));
        gflop += 2e-9 * rows * inputs * outputs * times;
    }

    private void attention(NDArray like, TransformerConfig config, int queries, int keys, int times) {
        NDArray q = random(like, 1, config.heads(), queries, config.headSize());
        NDArray k = random(like, 1, config.heads(), keys, config.headSize());
        pieces.add(new Piece(
                () -> {
                    try (NDManager step = scope.newSubManager()) {
                        script.call("attention").tensor(q).tensor(k).tensor(k).tensorIn(step);
                    }
                },
                times));
        gflop += 4e-9 * queries * keys * config.heads() * config.headSize() * times;
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
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long begun = System.nanoTime();
            piece.work().run();
            best = Math.min(best, System.nanoTime() - begun);
        }
        return piece.times() * (best / 1e9);
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
