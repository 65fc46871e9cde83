package dev.titorelli.worker.model;

import dev.titorelli.worker.checkpoint.TransformerConfig;
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
    /** Pixels of an image token's side. */
    public static final int PATCH_PX = InputPicture.PATCH_PX;

    private static final int MAX_STEPS = 500;
    private static final int MAX_INPUTS = 10;
    private static final int MAX_PREFIX_TOKENS = 12_288;
    private static final int MAX_PROMPT_CHARS = 8_000;
    private static final int MAX_IMAGES = 64;

    /** The limits of a model: its tables' own, and ours where those are larger than any use. */
    public static ModelLimits of(TransformerConfig config, int positionSide) {
        int sidePx = positionSide * PATCH_PX;
        return new ModelLimits(
                sidePx,
                sidePx,
                PATCH_PX,
                MAX_STEPS,
                MAX_INPUTS,
                maxPrefixTokens(config.maxPositions(), positionSide),
                MAX_PROMPT_CHARS,
                MAX_IMAGES);
    }

    /** What the largest output leaves; where it leaves nothing, the prefix alone counts: rotary positions have no end. */
    private static int maxPrefixTokens(int positions, int positionSide) {
        int room = positions - positionSide * positionSide - 1;
        return Math.min(room > 0 ? room : positions, MAX_PREFIX_TOKENS);
    }
}
