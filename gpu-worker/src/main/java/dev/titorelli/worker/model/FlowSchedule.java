package dev.titorelli.worker.model;

import java.util.stream.IntStream;

/**
 * The flow times of a picture's steps: 0 is noise, 1 is the image. Computed in single precision, as the original does.
 *
 * @param steps denoising steps, at least 1
 * @param timeShift 1 for evenly spaced times, above 1 for more of them near the noise
 * @see <a href="https://github.com/VectorSpaceLab/OmniGen/blob/d4752019ae16741dc3801fd4989432aad4c81a4f/OmniGen/scheduler.py">OmniGen,
 *     OmniGenScheduler</a>
 */
public record FlowSchedule(int steps, double timeShift) {

    public FlowSchedule {
        if (steps < 1 || !(timeShift > 0)) {
            throw new IllegalArgumentException(
                    "steps %d, timeShift %s: expected at least 1, and above 0".formatted(steps, timeShift));
        }
    }

    /** The flow time before step {@code index}; after the last step, at {@code steps}, it is 1. */
    public float flowTime(int index) {
        float spacing = 1f / steps;
        float even = index < (steps + 1) / 2
                ? spacing * index
                : Math.fma(-spacing, steps - index, 1f); // as torch.linspace, from both ends, rounded once
        float shift = (float) timeShift;
        return even / (even + shift - shift * even);
    }

    /** How far step {@code index} goes. */
    float timeDelta(int index) {
        return flowTime(index + 1) - flowTime(index);
    }

    /** The flow times at which the velocity is asked for: one a step. */
    float[] stepTimes() {
        float[] times = new float[steps];
        IntStream.range(0, steps).forEach(index -> times[index] = flowTime(index));
        return times;
    }
}
