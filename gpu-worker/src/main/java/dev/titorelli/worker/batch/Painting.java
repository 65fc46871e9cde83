package dev.titorelli.worker.batch;

import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.schedule.RowLength;
import java.util.List;

/** One picture in the making. Exceptions are classified by {@link Fault}. */
public interface Painting extends AutoCloseable {

    /** Denoising steps so far, skipped ones included. */
    int stepsDone();

    /** Denoising steps in all. */
    int steps();

    /** How many steps are still to go through the transformer; the skipped ones cost nothing. */
    default int stepsToCompute() {
        return steps() - stepsDone();
    }

    /** The length of each branch's row. */
    List<RowLength> rows();

    /** Whether the whole prefix was there already, so that nothing was prefilled. */
    boolean prefixWasKept();

    /** The picture of the present latents. */
    RgbImage image();

    @Override
    void close();
}
