package dev.titorelli.worker.batch;

import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.schedule.RowLength;
import java.util.List;
import java.util.function.Supplier;

/** One picture in the making. Exceptions are classified by {@link Fault}. */
public interface Painting extends AutoCloseable {

    /** Denoising steps so far. */
    int stepsDone();

    /** Denoising steps in all. */
    int steps();

    /** The length of each branch's row. */
    List<RowLength> rows();

    /** Whether the whole prefix was there already, so that nothing was prefilled. */
    boolean prefixWasKept();

    /** The picture of the present latents. */
    RgbImage image();

    /**
     * A small picture of the present latents, which stay as they are. What the device has to do for it is done when this returns; the
     * rest, beside it, is the supplier's.
     *
     * @param maxSidePx no side is longer
     */
    Supplier<RgbImage> preview(int maxSidePx);

    @Override
    void close();
}
