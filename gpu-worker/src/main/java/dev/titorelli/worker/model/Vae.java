package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Pictures to latents and back, an eighth of the size. The mathematics is in vae.torchscript; a pass is a row of
 * blocks, one call each. Any thread; belongs to the model's scope.
 */
final class Vae implements AutoCloseable {
    private final TorchScript script;
    private final VaeConfig config;
    private final List<Block> encoder;
    private final List<Block> decoder;

    private record Block(String name, String method, TensorList weights) {}

    VaeConfig config() {
        return config;
    }

    Vae(NDManager scope, VaeConfig config, VaeLayout layout, Weights weights) {
        this.script = TorchScript.load(scope, "Vae");
        this.config = config;
        this.encoder = blocks(layout.encoder(), weights);
        this.decoder = blocks(layout.decoder(), weights);
    }

    private static List<Block> blocks(List<VaeLayout.Block> layout, Weights weights) {
        return layout.stream()
                .map(block -> new Block(block.name(), block.method(), weights.list(block.tensors())))
                .toList();
    }

    /** What a pass shows of itself: the block that was just computed and its output. */
    interface Observer {
        void computed(String block, NDArray output);
    }

    /** Pixels [1, 3, h, w] in -1..1 to the moments [1, 8, h/8, w/8] of their latents. */
    NDArray moments(NDManager scope, NDArray pixels, Observer observer) {
        return pass(scope, pixels, encoder, observer);
    }

    /**
     * The latents [1, 4, h, w] of moments, scaled as the transformer sees them.
     *
     * @param noise standard normal [1, 4, h, w] for a sample, zeros for the mode
     */
    NDArray latents(NDManager scope, NDArray moments, NDArray noise) {
        return script.call("latents")
                .tensor(moments)
                .tensor(noise)
                .number(config.scalingFactor())
                .number(config.shiftFactor())
                .tensorIn(scope);
    }

    /** Scaled latents [1, 4, h, w] to pixels [1, 3, 8 h, 8 w], about -1..1. */
    NDArray decode(NDManager scope, NDArray latents, Observer observer) {
        try (NDManager step = scope.newSubManager()) {
            NDArray unscaled = script.call("unscaled")
                    .tensor(latents)
                    .number(config.scalingFactor())
                    .number(config.shiftFactor())
                    .tensorIn(step);
            return pass(scope, unscaled, decoder, observer);
        }
    }

    private NDArray pass(NDManager scope, NDArray input, List<Block> blocks, Observer observer) {
        NDArray x = input;
        for (Block block : blocks) {
            NDArray output = script.call(block.method())
                    .tensor(x)
                    .tensors(block.weights())
                    .integer(config.normGroups())
                    .tensorIn(scope);
            observer.computed(block.name(), output);
            if (x != input) {
                x.close();
            }
            x = output;
        }
        return x;
    }

    TorchScript script() {
        return script;
    }

    @Override
    public void close() {
        encoder.forEach(block -> block.weights().close());
        decoder.forEach(block -> block.weights().close());
        script.close();
    }
}
