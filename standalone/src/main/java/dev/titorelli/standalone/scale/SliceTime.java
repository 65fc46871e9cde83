package dev.titorelli.standalone.scale;

import dev.titorelli.standalone.scale.ScaleInput.BucketCost;
import dev.titorelli.worker.schedule.Slice;
import dev.titorelli.worker.schedule.SliceKind;

/** How long the pretended device takes. */
final class SliceTime {

    private SliceTime() {}

    /** Mean milliseconds of a slice. */
    static double ms(Slice slice, BucketCost cost) {
        if (slice instanceof Slice.Part part) {
            int units = part.to() - part.from();
            return part.pass().kind() == SliceKind.PREFILL
                    ? units
                            * cost.prefillMs()
                            / (PretendedJob.LAYERS * cost.prefixTokens().size())
                    : units * cost.decodeMs() / cost.decodeBlocks();
        }
        return cost.stepMs(slice.jobs().size());
    }

    /** Milliseconds that the same work takes in the batch that suits it best. */
    static double idealMs(Slice slice, BucketCost cost) {
        return slice instanceof Slice.Step ? slice.jobs().size() * cost.bestStepMs() : ms(slice, cost);
    }
}
