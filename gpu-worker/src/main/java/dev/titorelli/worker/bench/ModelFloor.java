package dev.titorelli.worker.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import dev.titorelli.worker.checkpoint.VaeLayout;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.model.Lanes;
import dev.titorelli.worker.model.ModelLimits;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.Transformer;
import dev.titorelli.worker.tensor.TorchScript;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The floor of each phase of a bench's round: its matrix products, attentions and convolutions alone. Linears of a step run
 * over all tokens of the batch at once; all else is a picture, prefix or row at a time, as the model has it.
 */
final class ModelFloor implements AutoCloseable {
    private static final int LATENT_PX = 8;

    private final ModelBench.Wish wish;
    private final TransformerConfig config;
    private final Map<String, FloorPieces> phases = new LinkedHashMap<>();

    private ModelFloor(ModelBench.Wish wish, TransformerConfig config) {
        this.wish = wish;
        this.config = config;
    }

    static ModelFloor of(OmniGen model, VaeLayout vae, ModelBench.Wish wish) {
        Transformer transformer = model.pictures().transformer();
        ModelFloor floor = new ModelFloor(wish, transformer.config());
        NDManager scope = model.scope();
        NDArray like = transformer.weights().norm();
        NDArray single = scope.create(0f);
        Optional<TorchScript> text = Optional.of(transformer.script());
        List<PromptTokens> branches = model.pictures().branches(ModelBench.parameters(model, wish, 0));
        floor.phases.put("encode", floor.encode(new FloorPieces(scope, single), vae));
        floor.phases.put("prefill", floor.prefill(new FloorPieces(scope, like, text, 1), branches));
        floor.phases.put(
                "step",
                floor.steps(new FloorPieces(scope, like, text, Lanes.ofProcess().count()), branches));
        floor.phases.put("decode", floor.decode(new FloorPieces(scope, single), vae));
        return floor;
    }

    private FloorPieces encode(FloorPieces pieces, VaeLayout vae) {
        for (ModelBench.Size input : wish.inputs()) {
            VaeFloor.add(pieces, vae.encoder(), input.heightPx(), input.widthPx(), wish.batch());
        }
        return pieces;
    }

    private FloorPieces decode(FloorPieces pieces, VaeLayout vae) {
        int height = wish.heightPx() / LATENT_PX;
        VaeFloor.add(pieces, vae.decoder(), height, wish.widthPx() / LATENT_PX, wish.batch());
        return pieces;
    }

    /** Prefixes and time tokens of all branches; of the last layer only keys and values count. */
    private FloorPieces prefill(FloorPieces pieces, List<PromptTokens> branches) {
        int upper = config.layers() - 1;
        for (PromptTokens branch : branches) {
            for (int tokens : List.of(branch.length(), wish.steps())) {
                pieces.linear(tokens, config.hiddenSize(), projected(), (double) config.layers() * wish.batch());
                linears(pieces, tokens, (double) upper * wish.batch());
            }
            for (PromptTokens.AttentionRun run : branch.runs()) {
                attention(pieces, run, (double) upper * wish.batch());
            }
            int keys = branch.length() + wish.steps();
            pieces.attention(config.heads(), wish.steps(), keys, config.headSize(), (double) upper * wish.batch());
        }
        return pieces;
    }

    private void attention(FloorPieces pieces, PromptTokens.AttentionRun run, double times) {
        if (run.causal() && run.start() == 0) {
            pieces.causalAttention(config.heads(), run.end(), config.headSize(), times);
        } else {
            pieces.attention(config.heads(), run.end() - run.start(), run.end(), config.headSize(), times);
        }
    }

    /** All steps of a round. */
    private FloorPieces steps(FloorPieces pieces, List<PromptTokens> branches) {
        int image = wish.widthPx() / ModelLimits.PATCH_PX * (wish.heightPx() / ModelLimits.PATCH_PX);
        long tokens = (long) image * branches.size() * wish.batch();
        double times = (double) config.layers() * wish.steps();
        pieces.linear(tokens, config.hiddenSize(), projected(), times);
        linears(pieces, tokens, times);
        for (PromptTokens branch : branches) {
            int keys = branch.length() + 1 + image;
            pieces.attention(config.heads(), image, keys, config.headSize(), times * wish.batch());
        }
        return pieces;
    }

    /** A layer's but the first. */
    private void linears(FloorPieces pieces, long tokens, double times) {
        pieces.linear(tokens, config.hiddenSize(), config.hiddenSize(), times);
        pieces.linear(tokens, config.hiddenSize(), 2L * config.intermediateSize(), times);
        pieces.linear(tokens, config.intermediateSize(), config.hiddenSize(), times);
    }

    private long projected() {
        return (long) (config.heads() + 2 * config.keyValueHeads()) * config.headSize();
    }

    void measure() {
        phases.values().forEach(FloorPieces::measure);
    }

    /** Seconds an image by phase. */
    Map<String, Double> seconds() {
        return by(FloorPieces::seconds);
    }

    /** Arithmetic of an image by phase, in 10^9 operations. */
    Map<String, Double> gflop() {
        return by(FloorPieces::gflop);
    }

    private Map<String, Double> by(ToDoubleFunction<FloorPieces> number) {
        Map<String, Double> all = new LinkedHashMap<>();
        phases.forEach((phase, pieces) -> all.put(phase, number.applyAsDouble(pieces) / wish.batch()));
        return all;
    }

    @Override
    public void close() {
        phases.values().forEach(FloorPieces::close);
    }
}
