package dev.titorelli.worker.batch;

import dev.titorelli.worker.image.RgbImage;

/** One picture in the making. Exceptions are classified by {@link Fault}. */
public interface Painting extends AutoCloseable {

    /** Denoising steps so far. */
    int stepsDone();

    /** Denoising steps in all. */
    int steps();

    /** One denoising step. */
    void step();

    /** The picture of the present latents. */
    RgbImage image();

    @Override
    void close();
}
