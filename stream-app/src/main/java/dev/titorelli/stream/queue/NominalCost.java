package dev.titorelli.stream.queue;

import dev.titorelli.ImageObject;
import dev.titorelli.Job;

/**
 * What a job costs by a nominal price of device time, the same on every device: only ratios between jobs matter until the
 * queue's {@link Calibration} makes real time of it. A pass of the model over the tokens of one branch is the unit: each step
 * is one over the output's tokens, the prefill one over the prefix's. Pure.
 */
final class NominalCost {

    /** Milliseconds that a pass takes for each token of a branch. */
    static final double MS_A_TOKEN = 0.1;

    private static final int PIXELS_A_SIDE = 16;
    private static final double CHARS_A_TOKEN = 4;

    /** The VAE's part, in passes over the output's tokens. */
    private static final double DECODE_PASSES = 1;

    private NominalCost() {}

    /** Milliseconds, 1 and above. */
    static long ms(Job job) {
        double output = tokens(job.getWidthPx(), job.getHeightPx());
        double tokens = prefixTokens(job) + output * (job.getSteps() * (double) branches(job) + DECODE_PASSES);
        return Math.max(1, Math.round(tokens * MS_A_TOKEN));
    }

    /** A step of one branch, over all tokens of a bucket. */
    static double stepMs(int tokens) {
        return tokens * MS_A_TOKEN;
    }

    /** Branches of guidance that change the picture: conditional, unconditional, images alone. */
    static int branches(Job job) {
        boolean imagesAlone = guidesByImages(job);
        return 1 + (imagesAlone || job.getGuidanceScale() != 1 ? 1 : 0) + (imagesAlone ? 1 : 0);
    }

    private static double prefixTokens(Job job) {
        double inputs = job.getInputs().stream()
                .mapToDouble(input -> tokens(input, job.getMaxInputSizePx()))
                .sum();
        double negative = branches(job) > 1 ? job.getNegativePrompt().length() : 0;
        return (job.getPrompt().length() + negative) / CHARS_A_TOKEN + inputs * (guidesByImages(job) ? 2 : 1);
    }

    private static boolean guidesByImages(Job job) {
        return !job.getInputs().isEmpty() && job.getUseImageGuidance();
    }

    /** As the model will see it: no longer than the most that a side may have. */
    private static double tokens(ImageObject input, int maxSidePx) {
        double longest = Math.max(input.getWidthPx(), input.getHeightPx());
        double scale = maxSidePx > 0 && longest > maxSidePx ? maxSidePx / longest : 1;
        return tokens(input.getWidthPx() * scale, input.getHeightPx() * scale);
    }

    private static double tokens(double widthPx, double heightPx) {
        return Math.max(1, widthPx / PIXELS_A_SIDE) * Math.max(1, heightPx / PIXELS_A_SIDE);
    }
}
