package dev.titorelli.worker.model;

import java.util.List;

/**
 * What a request gets where it says nothing.
 *
 * @param widthPx output columns
 * @param heightPx output rows
 * @param steps denoising steps
 * @param guidanceScale weight of the prompt
 * @param imageGuidanceScale weight of the input pictures
 * @param useImageGuidance whether input pictures are guided apart from the prompt
 * @param timeShift 1 for evenly spaced flow times, above 1 for more of them near the noise
 * @param negativePrompt prompt of the unconditional branch
 * @param maxInputSizePx longest side of an input picture after preprocessing
 * @param vaePosterior which latents input pictures get
 */
public record ModelDefaults(
        int widthPx,
        int heightPx,
        int steps,
        double guidanceScale,
        double imageGuidanceScale,
        boolean useImageGuidance,
        double timeShift,
        String negativePrompt,
        int maxInputSizePx,
        VaePosterior vaePosterior) {

    /** The parameters of a request that says nothing, not even a prompt. */
    SamplingParameters parameters() {
        return new SamplingParameters(
                "",
                negativePrompt,
                List.of(),
                widthPx,
                heightPx,
                steps,
                guidanceScale,
                imageGuidanceScale,
                useImageGuidance,
                timeShift,
                0,
                maxInputSizePx);
    }
}
