package dev.titorelli.worker.model;

import dev.titorelli.worker.image.RgbImage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a picture needs, resolved: nothing optional. The model's limits are checked when it starts the picture.
 *
 * @param prompt words, with a tag {@code <img><|image_1|></img>} for each input picture
 * @param negativePrompt prompt of the unconditional branch
 * @param inputs the pictures that the tags name, in order
 * @param widthPx output columns
 * @param heightPx output rows
 * @param steps denoising steps
 * @param guidanceScale weight of the prompt
 * @param imageGuidanceScale weight of the input pictures
 * @param useImageGuidance whether input pictures are guided apart from the prompt
 * @param timeShift 1 for evenly spaced flow times, above 1 for more of them near the noise
 * @param seed of the initial noise, as {@code torch.Generator("cpu")} takes it
 * @param maxInputSizePx longest side of an input picture after preprocessing
 * @param adapter beside the base weights, in every branch
 * @param stepCaching how many of the steps are answered from those before them, as {@link StepSchedule} says; 0 is off
 * @param cachingFit where step caching skips; empty for the fixed schedule
 */
public record SamplingParameters(
        String prompt,
        String negativePrompt,
        List<RgbImage> inputs,
        int widthPx,
        int heightPx,
        int steps,
        double guidanceScale,
        double imageGuidanceScale,
        boolean useImageGuidance,
        double timeShift,
        long seed,
        int maxInputSizePx,
        Optional<ScaledAdapter> adapter,
        int stepCaching,
        Optional<CachingFit> cachingFit) {

    /** Without an adapter, every step computed. */
    public SamplingParameters(
            String prompt,
            String negativePrompt,
            List<RgbImage> inputs,
            int widthPx,
            int heightPx,
            int steps,
            double guidanceScale,
            double imageGuidanceScale,
            boolean useImageGuidance,
            double timeShift,
            long seed,
            int maxInputSizePx) {
        this(
                prompt,
                negativePrompt,
                inputs,
                widthPx,
                heightPx,
                steps,
                guidanceScale,
                imageGuidanceScale,
                useImageGuidance,
                timeShift,
                seed,
                maxInputSizePx,
                Optional.empty(),
                0,
                Optional.empty());
    }

    public SamplingParameters {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(negativePrompt, "negativePrompt");
        Objects.requireNonNull(adapter, "adapter");
        Objects.requireNonNull(cachingFit, "cachingFit");
        inputs = List.copyOf(inputs);
    }

    /** The same with another adapter. */
    public SamplingParameters withAdapter(Optional<ScaledAdapter> other) {
        return new SamplingParameters(
                prompt,
                negativePrompt,
                inputs,
                widthPx,
                heightPx,
                steps,
                guidanceScale,
                imageGuidanceScale,
                useImageGuidance,
                timeShift,
                seed,
                maxInputSizePx,
                other,
                stepCaching,
                cachingFit);
    }

    /** The same with another seed. */
    public SamplingParameters withSeed(long other) {
        return new SamplingParameters(
                prompt,
                negativePrompt,
                inputs,
                widthPx,
                heightPx,
                steps,
                guidanceScale,
                imageGuidanceScale,
                useImageGuidance,
                timeShift,
                other,
                maxInputSizePx,
                adapter,
                stepCaching,
                cachingFit);
    }

    /** The same with another level of step caching. */
    public SamplingParameters withStepCaching(int level) {
        return new SamplingParameters(
                prompt,
                negativePrompt,
                inputs,
                widthPx,
                heightPx,
                steps,
                guidanceScale,
                imageGuidanceScale,
                useImageGuidance,
                timeShift,
                seed,
                maxInputSizePx,
                adapter,
                level,
                cachingFit);
    }

    /** The same with another fit of step caching. */
    public SamplingParameters withCachingFit(Optional<CachingFit> other) {
        return new SamplingParameters(
                prompt,
                negativePrompt,
                inputs,
                widthPx,
                heightPx,
                steps,
                guidanceScale,
                imageGuidanceScale,
                useImageGuidance,
                timeShift,
                seed,
                maxInputSizePx,
                adapter,
                stepCaching,
                other);
    }
}
