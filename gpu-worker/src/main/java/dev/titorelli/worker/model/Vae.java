package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.VaeConfig;
import dev.titorelli.worker.checkpoint.VaeLayout;
import dev.titorelli.worker.checkpoint.Weights;
import dev.titorelli.worker.tensor.ScriptCall;
import dev.titorelli.worker.tensor.TensorList;
import dev.titorelli.worker.tensor.TorchScript;
import java.util.List;

/**
 * Pictures to latents and back, an eighth of the size. The mathematics is in vae.torchscript; a pass is a row of
 * blocks, one call each. Any thread; belongs to the model's scope.
 */
public final class Vae implements AutoCloseable {
    private final TorchScript script;
    private final VaeConfig config;
    private final List<Block> encoder;
    private final List<Block> decoder;

    private final VaeSlabs slabs;

    private record Block(VaeLayout.Block layout, TensorList weights) {}

    VaeConfig config() {
        return config;
    }

    Vae(NDManager scope, VaeConfig config, VaeLayout layout, Weights weights) {
        this(scope, config, layout, weights, VaeSlabs.DEFAULT);
    }

    /** @param slabs which pictures are cut */
    Vae(NDManager scope, VaeConfig config, VaeLayout layout, Weights weights, VaeSlabs slabs) {
        this.slabs = slabs;
        this.script = TorchScript.load(scope, Vae.class, "Vae");
        this.config = config;
        this.encoder = blocks(layout.encoder(), weights);
        this.decoder = blocks(layout.decoder(), weights);
    }

    private static List<Block> blocks(List<VaeLayout.Block> layout, Weights weights) {
        return layout.stream()
                .map(block -> new Block(block, weights.list(block.tensors())))
                .toList();
    }

    /** What a pass shows of itself: the block that was just computed and its output. */
    public interface Observer {
        void computed(String block, NDArray output);
    }

    /** Pixels [1, 3, h, w] in -1..1 to the moments [1, 8, h/8, w/8] of their latents. */
    public NDArray moments(NDManager scope, NDArray pixels, Observer observer) {
        long[] shape = pixels.getShape().getShape();
        return pass(scope, pixels, encoder, slabs.whole(shape[2], shape[3]), observer);
    }

    /**
     * The latents [1, 4, h, w] of moments, scaled as the transformer sees them.
     *
     * @param noise standard normal [1, 4, h, w] for a sample, zeros for the mode
     */
    public NDArray latents(NDManager scope, NDArray moments, NDArray noise) {
        return script.call("latents")
                .tensor(moments)
                .tensor(noise)
                .number(config.scalingFactor())
                .number(config.shiftFactor())
                .tensorIn(scope);
    }

    /** Scaled latents [1, 4, h, w] to pixels [1, 3, 8 h, 8 w], about -1..1. */
    public NDArray decode(NDManager scope, NDArray latents, Observer observer) {
        try (NDManager step = scope.newSubManager()) {
            NDArray unscaled = script.call("unscaled")
                    .tensor(latents)
                    .number(config.scalingFactor())
                    .number(config.shiftFactor())
                    .tensorIn(step);
            long[] shape = latents.getShape().getShape();
            return pass(scope, unscaled, decoder, slabs.whole(8 * shape[2], 8 * shape[3]), observer);
        }
    }

    private NDArray pass(NDManager scope, NDArray input, List<Block> blocks, boolean whole, Observer observer) {
        NDArray x = input;
        for (Block block : blocks) {
            NDArray output = (whole ? whole(block, x) : inSlabs(block, x)).tensorIn(scope);
            observer.computed(block.layout().name(), output);
            if (x != input) {
                x.close();
            }
            x = output;
        }
        return x;
    }

    private ScriptCall whole(Block block, NDArray x) {
        return call(block.layout().method(), block, x);
    }

    private ScriptCall inSlabs(Block block, NDArray x) {
        long[] shape = x.getShape().getShape();
        return call(block.layout().method() + "_slabs", block, x)
                .integer(slabs.slab(block.layout(), shape[2], shape[3]));
    }

    private ScriptCall call(String method, Block block, NDArray x) {
        return script.call(method).tensor(x).tensors(block.weights()).integer(config.normGroups());
    }

    /** The loaded text. */
    public TorchScript script() {
        return script;
    }

    @Override
    public void close() {
        encoder.forEach(block -> block.weights().close());
        decoder.forEach(block -> block.weights().close());
        script.close();
    }
}
