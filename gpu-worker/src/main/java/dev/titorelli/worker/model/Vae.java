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
 * blocks, one call each; of large pictures a block may be several units. Any thread; belongs to the model's scope.
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
        return observed(encoding(scope, pixels), new Sized(encoder, shape[2], shape[3]), observer);
    }

    /** The pass of {@link #moments}. */
    VaePass encoding(NDManager scope, NDArray pixels) {
        long[] shape = pixels.getShape().getShape();
        return new VaePass(scope, pixels, new Sized(encoder, shape[2], shape[3]).units());
    }

    /** How many units that pass has for a picture. */
    int encoderUnits(int heightPx, int widthPx) {
        return new Sized(encoder, heightPx, widthPx).units().size();
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
        long[] shape = latents.getShape().getShape();
        return observed(decoding(scope, latents), new Sized(decoder, 8 * shape[2], 8 * shape[3]), observer);
    }

    /** The pass of {@link #decode}. */
    VaePass decoding(NDManager scope, NDArray latents) {
        NDArray unscaled = script.call("unscaled")
                .tensor(latents)
                .number(config.scalingFactor())
                .number(config.shiftFactor())
                .tensorIn(scope);
        long[] shape = latents.getShape().getShape();
        return new VaePass(scope, unscaled, new Sized(decoder, 8 * shape[2], 8 * shape[3]).units());
    }

    /** How many units that pass has for a picture. */
    int decoderUnits(int heightPx, int widthPx) {
        return new Sized(decoder, heightPx, widthPx).units().size();
    }

    private static NDArray observed(VaePass pass, Sized sized, Observer observer) {
        int next = 0;
        for (Block block : sized.blocks()) {
            int units = sized.units(block).size();
            pass.run(next, next + units);
            next += units;
            observer.computed(block.layout().name(), pass.output());
        }
        return pass.output();
    }

    /** The blocks of a pass over a picture of so many pixels. */
    private final class Sized {
        private final List<Block> blocks;
        private final long heightPx;
        private final long widthPx;

        Sized(List<Block> blocks, long heightPx, long widthPx) {
            this.blocks = blocks;
            this.heightPx = heightPx;
            this.widthPx = widthPx;
        }

        List<Block> blocks() {
            return blocks;
        }

        List<VaePass.Unit> units() {
            return blocks.stream().flatMap(block -> units(block).stream()).toList();
        }

        List<VaePass.Unit> units(Block block) {
            if (slabs.whole(heightPx, widthPx)) {
                return List.of((scope, x) -> whole(block, x).tensorIn(scope));
            }
            return block.layout().method().equals("attention")
                    ? attention(block).units()
                    : List.of((scope, x) -> inSlabs(block, x).tensorIn(scope));
        }

        private SlabAttention attention(Block block) {
            long slab = slabs.slab(block.layout(), heightPx / 8, widthPx / 8);
            return new SlabAttention(
                    script,
                    block.weights(),
                    config.normGroups(),
                    new SlabAttention.Queries(heightPx / 8 * (widthPx / 8), slab));
        }
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
