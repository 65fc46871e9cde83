package dev.titorelli.worker.model;

import dev.titorelli.worker.conditioning.ConditioningException;
import dev.titorelli.worker.conditioning.ConditioningException.Code;

/** Holds a picture's parameters against the model's limits, before anything is computed. */
final class ParameterCheck {
    private static final int MAX_GUIDANCE = 100;

    private ParameterCheck() {}

    /** @throws ConditioningException for the first parameter that is not allowed */
    static void check(SamplingParameters p, ModelLimits limits) {
        requireSide("width", p.widthPx(), limits.maxWidthPx());
        requireSide("height", p.heightPx(), limits.maxHeightPx());
        require(p.steps() >= 1 && p.steps() <= limits.maxSteps(), "steps", p.steps(), "1 to " + limits.maxSteps());
        requireScale("guidanceScale", p.guidanceScale());
        requireScale("imageGuidanceScale", p.imageGuidanceScale());
        require(p.timeShift() > 0 && p.timeShift() <= 100, "timeShift", p.timeShift(), "above 0, at most 100");
        require(
                p.stepCaching() >= 0 && p.stepCaching() <= StepSchedule.MAX_LEVEL,
                "stepCaching",
                p.stepCaching(),
                "0 to " + StepSchedule.MAX_LEVEL);
        int maxInput = Math.max(limits.maxWidthPx(), limits.maxHeightPx());
        require(
                p.maxInputSizePx() >= ModelLimits.PATCH_PX && p.maxInputSizePx() <= maxInput,
                "maxInputSizePx",
                p.maxInputSizePx(),
                ModelLimits.PATCH_PX + " to " + maxInput);
        requirePrompt("prompt", p.prompt(), limits);
        requirePrompt("negativePrompt", p.negativePrompt(), limits);
        if (p.inputs().size() > limits.maxInputs()) {
            throw new ConditioningException(
                    Code.TOO_MANY_IMAGES,
                    "%d input pictures; allowed: at most %d"
                            .formatted(p.inputs().size(), limits.maxInputs()));
        }
    }

    private static void requireSide(String name, int px, int maxPx) {
        if (px < ModelLimits.PATCH_PX || px > maxPx || px % ModelLimits.PATCH_PX != 0) {
            throw new ConditioningException(
                    Code.SIZE_NOT_ALLOWED,
                    "%s is %d pixels; allowed: multiples of %d from %d to %d"
                            .formatted(name, px, ModelLimits.PATCH_PX, ModelLimits.PATCH_PX, maxPx));
        }
    }

    private static void requireScale(String name, double scale) {
        require(scale >= 0 && scale <= MAX_GUIDANCE, name, scale, "0 to " + MAX_GUIDANCE);
    }

    private static void require(boolean allowed, String name, Number value, String range) {
        if (!allowed) {
            throw new ConditioningException(
                    Code.PARAMETER_NOT_ALLOWED, "%s is %s; allowed: %s".formatted(name, value, range));
        }
    }

    private static void requirePrompt(String name, String prompt, ModelLimits limits) {
        if (prompt.length() > limits.maxPromptChars()) {
            throw new ConditioningException(
                    Code.PROMPT_TOO_LONG,
                    "%s has %d characters; allowed: at most %d"
                            .formatted(name, prompt.length(), limits.maxPromptChars()));
        }
    }
}
