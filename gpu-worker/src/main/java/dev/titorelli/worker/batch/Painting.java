package dev.titorelli.worker.batch;

import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.schedule.RowLength;
import dev.titorelli.worker.schedule.Work;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One picture in the making. Exceptions are classified by {@link Fault}. */
public interface Painting extends AutoCloseable {

    /**
     * What it has to do next on the device: units of a pass, or steps; empty when its picture is there. What other pictures have left for it
     * meanwhile counts as done, so it may say something else than before.
     */
    Optional<Work> next();

    /**
     * Names what the pass that {@link #next} named last is made for, when equal pictures would find it; empty when nobody else could.
     */
    default Optional<String> coming() {
        return Optional.empty();
    }

    /**
     * Computes the next units of the pass that {@link #next} named last.
     *
     * @param units one at least, at most those that are left
     */
    void advance(int units);

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

    /** Whether the whole prefix was there already, so that nothing was prefilled; holds from the first step on. */
    boolean prefixWasKept();

    /** The present latents, which the steps to come follow from; a copy. Once a step is done. */
    float[] latents();

    /**
     * Goes on from latents of an equal picture of this profile: the steps to come have the same bits as if this one had made all. Before the
     * first step, when steps are what is next.
     *
     * @param step how many steps they have behind them, 1 to all
     * @return false, and nothing is changed, when they are of another size or from within a turn of this picture
     */
    boolean goOn(int step, float[] latents);

    /** The picture of the present latents; finished when nothing is next. */
    RgbImage image();

    /**
     * A small picture of what the present latents are on their way to; they stay as they are. What the device has to do for it is done
     * when this returns; the rest, beside it, is the supplier's.
     *
     * @param maxSidePx no side is longer
     */
    Supplier<RgbImage> preview(int maxSidePx);

    @Override
    void close();
}
