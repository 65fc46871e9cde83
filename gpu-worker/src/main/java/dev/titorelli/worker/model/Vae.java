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
        return observed(encoding(scope, pixels), encoder, observer);
    }

    /** The pass of {@link #moments}. */
    VaePass encoding(NDManager scope, NDArray pixels) {
        long[] shape = pixels.getShape().getShape();
        return new VaePass(scope, pixels, calls(encoder, slabs.whole(shape[2], shape[3])));
    }

    /** How many blocks that pass has. */
    int encoderBlocks() {
        return encoder.size();
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
        return observed(decoding(scope, latents), decoder, observer);
    }

    /** The pass of {@link #decode}. */
    VaePass decoding(NDManager scope, NDArray latents) {
        NDArray unscaled = script.call("unscaled")
                .tensor(latents)
                .number(config.scalingFactor())
                .number(config.shiftFactor())
                .tensorIn(scope);
        long[] shape = latents.getShape().getShape();
        return new VaePass(scope, unscaled, calls(decoder, slabs.whole(8 * shape[2], 8 * shape[3])));
    }

    /** How many blocks that pass has. */
    int decoderBlocks() {
        return decoder.size();
    }

    private static NDArray observed(VaePass pass, List<Block> blocks, Observer observer) {
        for (int i = 0; i < blocks.size(); i++) {
            pass.run(i, i + 1);
            observer.computed(blocks.get(i).layout().name(), pass.output());
        }
        return pass.output();
    }

    private List<VaePass.Block> calls(List<Block> blocks, boolean whole) {
        return blocks.stream()
                .<VaePass.Block>map(block -> x -> whole ? whole(block, x) : inSlabs(block, x))
                .toList();
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
