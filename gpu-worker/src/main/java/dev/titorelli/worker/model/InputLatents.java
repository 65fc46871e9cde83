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
        Encoding encoding = encoding(scope, image);
        encoding.run(0, vae.encoderUnits(image.heightPx(), image.widthPx()));
        return encoding.latents();
    }

    /** The same, some of the VAE's blocks at a time. */
    Encoding encoding(NDManager scope, RgbImage image) {
        return new Encoding(scope, image);
    }

    /** A picture on its way to its latents. */
    final class Encoding implements DevicePass.Units {
        private final NDManager outer;
        private final RgbImage image;
        private NDManager scope;
        private VaePass pass;
        private NDArray latents;

        private Encoding(NDManager outer, RgbImage image) {
            this.outer = outer;
            this.image = image;
        }

        @Override
        public void run(int from, int to) {
            if (from == 0) {
                scope = outer.newSubManager();
                pass = vae.encoding(scope, sampler.pixels(scope, image));
            }
            pass.run(from, to);
            if (pass.isDone()) {
                latents = vae.latents(outer, pass.output(), noise(scope, image));
                scope.close();
            }
        }

        /** In the outer scope; null before the last block. */
        NDArray latents() {
            return latents;
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
