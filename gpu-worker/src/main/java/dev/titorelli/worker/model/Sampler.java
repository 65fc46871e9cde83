package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.tensor.TorchScript;
import java.nio.ByteBuffer;

/**
 * Noise, guidance, the Euler step, and bytes to pixels and back: sampler.torchscript. Any thread; belongs to the
 * model's scope.
 */
public final class Sampler implements AutoCloseable {
    private final TorchScript script;

    Sampler(NDManager scope) {
        this.script = TorchScript.load(scope, Sampler.class, "Sampler");
    }

    /** Standard normal numbers as {@code torch.Generator("cpu").manual_seed(seed)} gives them. */
    public NDArray noise(NDManager scope, long seed, long... shape) {
        return script.call("noise").integer(seed).integers(shape).tensorIn(scope);
    }

    /** Uniform numbers of 0 to 1 of the same generator, which tell whether it is the reference's. */
    public NDArray uniform(NDManager scope, long seed, long... shape) {
        return script.call("uniform").integer(seed).integers(shape).tensorIn(scope);
    }

    /**
     * Velocities [B, 4, h, w] of the branches conditional, unconditional, imageOnly to the one that is followed, [1, 4,
     * h, w].
     */
    public NDArray guide(NDManager scope, NDArray velocities, double guidanceScale, double imageGuidanceScale) {
        return script.call("guide")
                .tensor(velocities)
                .number(guidanceScale)
                .number(imageGuidanceScale)
                .tensorIn(scope);
    }

    NDArray advance(NDManager scope, NDArray latents, NDArray velocity, double timeDelta) {
        return script.call("advance")
                .tensor(latents)
                .tensor(velocity)
                .number(timeDelta)
                .tensorIn(scope);
    }

    boolean allFinite(NDArray latents) {
        return script.call("all_finite").tensor(latents).truth();
    }

    /** Pixels [1, 3, h, w] in -1..1 as a picture: clamped, and truncated to 8 bits as the original does. */
    RgbImage image(NDArray pixels) {
        try (NDManager step = pixels.getManager().newSubManager()) {
            NDArray bytes = script.call("to_bytes").tensor(pixels).tensorIn(step);
            long[] shape = bytes.getShape().getShape();
            return new RgbImage((int) shape[1], (int) shape[0], bytes.toByteArray());
        }
    }

    /** A picture as pixels [1, 3, h, w] in -1..1. */
    public NDArray pixels(NDManager scope, RgbImage image) {
        try (NDManager step = scope.newSubManager()) {
            NDArray bytes = step.create(
                    ByteBuffer.wrap(image.rgb()), new Shape(image.heightPx(), image.widthPx(), 3), DataType.UINT8);
            return script.call("to_pixels").tensor(bytes).tensorIn(scope);
        }
    }

    @Override
    public void close() {
        script.close();
    }
}
