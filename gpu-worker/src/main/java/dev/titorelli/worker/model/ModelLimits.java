package dev.titorelli.worker.model;

import dev.titorelli.worker.conditioning.InputPicture;

/**
 * What a request may ask for.
 *
 * @param maxWidthPx largest output width: the position table's side
 * @param maxHeightPx largest output height
 * @param sizeMultiplePx both output sides are multiples of it
 * @param maxSteps most denoising steps
 * @param maxInputs most input pictures
 * @param maxPrefixTokens most tokens of prompt and input pictures in a branch
 * @param maxPromptChars most characters of a prompt
 * @param maxImages most images of a request
 */
public record ModelLimits(
        int maxWidthPx,
        int maxHeightPx,
        int sizeMultiplePx,
        int maxSteps,
        int maxInputs,
        int maxPrefixTokens,
        int maxPromptChars,
        int maxImages) {
    static final int PATCH_PX = InputPicture.PATCH_PX;
    private static final int MAX_STEPS = 500;
    private static final int MAX_INPUTS = 10;
    private static final int MAX_PREFIX_TOKENS = 12_288;
    private static final int MAX_PROMPT_CHARS = 8_000;
    private static final int MAX_IMAGES = 64;

    /** The limits of a model: its tables' own, and ours where those are larger than any use. */
    static ModelLimits of(TransformerConfig config, int positionSide) {
        int sidePx = positionSide * PATCH_PX;
        int largestOutput = positionSide * positionSide;
        return new ModelLimits(
                sidePx,
                sidePx,
                PATCH_PX,
                MAX_STEPS,
                MAX_INPUTS,
                Math.min(Math.max(config.maxPositions() - largestOutput - 1, 1), MAX_PREFIX_TOKENS),
                MAX_PROMPT_CHARS,
                MAX_IMAGES);
    }
}
