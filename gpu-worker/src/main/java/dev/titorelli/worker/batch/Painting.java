package dev.titorelli.worker.batch;

import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.schedule.RowLength;
import java.util.List;

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

    /** The present latents, which the steps to come follow from; a copy. */
    float[] latents();

    /**
     * Goes on from latents of an equal picture of this profile: the steps to come have the same bits as if this one had made all.
     *
     * @param step how many steps they have behind them, 1 to all
     * @return false, and nothing is changed, when they are of another size
     */
    boolean goOn(int step, float[] latents);

    /** The picture of the present latents. */
    RgbImage image();

    @Override
    void close();
}
