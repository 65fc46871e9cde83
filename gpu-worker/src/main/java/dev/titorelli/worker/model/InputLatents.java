package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import dev.titorelli.worker.image.RgbImage;
import java.nio.ByteBuffer;

/**
 * The latents of preprocessed input pictures. A sample of the posterior is drawn from a seed made of the pixels: the
 * same picture has the same latents in every branch, request and retry (the original draws from the global generator).
 */
public record InputLatents(Vae vae, Sampler sampler, VaePosterior posterior) {

    /** Latents [1, 4, h/8, w/8] of a picture whose sides are multiples of 16. */
    public NDArray encode(NDManager scope, RgbImage image) {
        try (NDManager step = scope.newSubManager()) {
            NDArray moments = vae.moments(step, sampler.pixels(step, image), (block, output) -> {});
            return vae.latents(scope, moments, noise(step, image));
        }
    }

    private NDArray noise(NDManager scope, RgbImage image) {
        long[] shape = {1, TransformerConfig.LATENT_CHANNELS, image.heightPx() / 8, image.widthPx() / 8};
        NDArray noise = sampler.noise(scope, seed(image), shape);
        return posterior == VaePosterior.MODE ? noise.zerosLike() : noise;
    }

    /** The first 8 bytes of the pixels' digest, without the sign. */
    private static long seed(RgbImage image) {
        return ByteBuffer.wrap(image.pixelDigestBytes()).getLong() & Long.MAX_VALUE;
    }
}
