package dev.titorelli.standalone.scale;

import dev.titorelli.standalone.scale.ScaleInput.BucketCost;
import dev.titorelli.worker.schedule.Slice;
import dev.titorelli.worker.schedule.SliceKind;

/**
 * How long the pretended device takes.
 *
 * @param slice some layers of a step, or some units of a pass
 * @param pictures that it moves on
 */
record SliceTime(Slice slice, int pictures, BucketCost cost) {

    /** Mean milliseconds. */
    double ms() {
        return slice instanceof Slice.Step step ? cost.stepMs(pictures) * part(step) : partMs((Slice.Part) slice);
    }

    /** Milliseconds that the same work takes in the batch that suits it best. */
    double idealMs() {
        return slice instanceof Slice.Step step ? pictures * cost.bestStepMs() * part(step) : ms();
    }

    private double partMs(Slice.Part part) {
        int units = part.to() - part.from();
        return part.pass().kind() == SliceKind.PREFILL
                ? units
                        * cost.prefillMs()
                        / (PretendedJob.LAYERS * cost.prefixTokens().size())
                : units * cost.decodeMs() / cost.decodeBlocks();
    }

    private static double part(Slice.Step step) {
        return (Math.min(step.to(), PretendedJob.LAYERS) - step.from()) / (double) PretendedJob.LAYERS;
    }
}
