package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.image.RgbImage;

/** The way of latents to a picture, some of the VAE's blocks at a time. */
final class Decoding implements DevicePass.Units {

    private final Vae vae;
    private final Sampler sampler;
    private final NDManager outer;
    private final NDArray latents;
    private NDManager scope;
    private VaePass pass;
    private RgbImage image;

    /** @param latents [1, 4, h, w], which stay as they are until the first block */
    Decoding(Vae vae, Sampler sampler, NDManager outer, NDArray latents) {
        this.vae = vae;
        this.sampler = sampler;
        this.outer = outer;
        this.latents = latents;
    }

    @Override
    public void run(int from, int to) {
        if (from == 0) {
            scope = outer.newSubManager();
            pass = vae.decoding(scope, latents);
        }
        pass.run(from, to);
        if (pass.isDone()) {
            image = sampler.image(pass.output());
            scope.close();
        }
    }

    /** The picture; null before the last block. */
    RgbImage image() {
        return image;
    }
}
