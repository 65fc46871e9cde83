package dev.titorelli.worker.batch;

import dev.titorelli.worker.image.RgbImage;

/** One picture in the making. Exceptions are classified by {@link Fault}. */
public interface Painting extends AutoCloseable {

    /** Denoising steps so far. */
    int stepsDone();

    /** Denoising steps in all. */
    int steps();

    /** Whether the whole prefix was there already, so that nothing was prefilled. */
    boolean prefixWasKept();

    /** The picture of the present latents. */
    RgbImage image();

    @Override
    void close();
}
