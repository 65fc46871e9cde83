package dev.titorelli.stream.validate;

import dev.titorelli.PreviewWish;
import dev.titorelli.Stage;
import dev.titorelli.fault.FaultCode;

/** Rules for one stage that hold for every model. */
final class ParameterRules {

    private static final double MAX_SCALE = 100.0;
    private static final int MAX_STEP_CACHING = 3;
    private static final int MIN_PREVIEW_PX = 8;
    private static final int MAX_PREVIEW_PX = 256;

    private final RequestLimits limits;
    private final StageJobs jobs;
    private final Violations violations;

    ParameterRules(RequestLimits limits, StageJobs jobs, Violations violations) {
        this.limits = limits;
        this.jobs = jobs;
        this.violations = violations;
    }

    void check(String path, Stage stage) {
        checkText(path + ".prompt", stage.getPrompt());
        violations.addUnless(!stage.getPrompt().isBlank(), path + ".prompt", FaultCode.MISSING, "", "what to paint");
        if (stage.getNegativePrompt() != null) {
            checkText(path + ".negativePrompt", stage.getNegativePrompt());
        }
        checkTags(path, stage);
        checkCount(path + ".images", stage.getImages(), limits.maxJobs());
        checkCount(path + ".steps", stage.getSteps(), Integer.MAX_VALUE);
        checkCount(path + ".attempts", stage.getAttempts(), limits.maxAttempts());
        checkScale(path + ".guidanceScale", stage.getGuidanceScale(), 0);
        checkScale(path + ".imageGuidanceScale", stage.getImageGuidanceScale(), 0);
        checkScale(path + ".timeShift", stage.getTimeShift(), Double.MIN_NORMAL);
        checkStepCaching(path + ".stepCaching", stage.getStepCaching());
        checkSeed(path + ".seed", stage);
        if (stage.getTimeoutMs() != null) {
            violations.addUnless(
                    stage.getTimeoutMs() > 0,
                    path + ".timeoutMs",
                    FaultCode.NOT_ALLOWED,
                    stage.getTimeoutMs(),
                    "above 0");
        }
        if (stage.getProgressEverySteps() != null) {
            violations.addUnless(
                    stage.getProgressEverySteps() >= 0,
                    path + ".progressEverySteps",
                    FaultCode.NOT_ALLOWED,
                    stage.getProgressEverySteps(),
                    "0 and above");
        }
        if (stage.getPreview() != null) {
            checkPreview(path + ".preview", stage.getPreview());
        }
    }

    private void checkPreview(String path, PreviewWish wish) {
        violations.addUnless(
                wish.getEverySteps() >= 0,
                path + ".everySteps",
                FaultCode.NOT_ALLOWED,
                wish.getEverySteps(),
                "0 and above");
        violations.addUnless(
                wish.getMaxSidePx() >= MIN_PREVIEW_PX && wish.getMaxSidePx() <= MAX_PREVIEW_PX,
                path + ".maxSidePx",
                FaultCode.NOT_ALLOWED,
                wish.getMaxSidePx(),
                MIN_PREVIEW_PX + " to " + MAX_PREVIEW_PX);
    }

    private void checkText(String path, String text) {
        int characters = text.codePointCount(0, text.length());
        if (characters > limits.maxPromptChars()) {
            violations.add(path, FaultCode.TOO_LONG, characters + " characters", "at most " + limits.maxPromptChars());
        }
        text.codePoints()
                .filter(ParameterRules::isNoText)
                .findFirst()
                .ifPresent(found -> violations.add(
                        path,
                        FaultCode.NOT_ALLOWED,
                        "U+%04X".formatted(found),
                        "characters of text; of control characters tabs and line breaks"));
    }

    /** Control characters and halves of surrogate pairs: they came from no keyboard, and spoil logs and pictures' texts. */
    private static boolean isNoText(int character) {
        int type = Character.getType(character);
        boolean control = type == Character.CONTROL && "\t\n\r".indexOf(character) < 0;
        return control || type == Character.SURROGATE;
    }

    private void checkTags(String path, Stage stage) {
        int inputs = stage.getInputs().size();
        PromptTags tags = PromptTags.of(stage.getPrompt());
        String allowed = inputs == 0
                ? "no image tags, since the stage has no inputs"
                : PromptTags.FORM + " with n from 1 to " + inputs;
        tags.malformed().forEach(tag -> violations.add(path + ".prompt", FaultCode.UNKNOWN_IMAGE_TAG, tag, allowed));
        tags.numbers().stream()
                .filter(number -> number < 1 || number > inputs)
                .forEach(number -> violations.add(path + ".prompt", FaultCode.UNKNOWN_IMAGE_TAG, number, allowed));
        for (int i = 0; i < inputs; i++) {
            violations.addUnless(
                    tags.numbers().contains(i + 1),
                    path + ".inputs[" + i + "]",
                    FaultCode.UNUSED_INPUT,
                    "",
                    "a prompt with <img><|image_" + (i + 1) + "|></img>");
        }
        if (stage.getNegativePrompt() != null) {
            PromptTags negative = PromptTags.of(stage.getNegativePrompt());
            violations.addUnless(
                    negative.numbers().isEmpty() && negative.malformed().isEmpty(),
                    path + ".negativePrompt",
                    FaultCode.UNKNOWN_IMAGE_TAG,
                    "",
                    "no image tags");
        }
    }

    private void checkCount(String path, Integer count, int max) {
        if (count != null && (count < 1 || count > max)) {
            FaultCode code = count > max && path.endsWith(".images") ? FaultCode.TOO_MANY_JOBS : FaultCode.NOT_ALLOWED;
            violations.add(path, code, count, max == Integer.MAX_VALUE ? "1 and above" : "1 to " + max);
        }
    }

    private void checkScale(String path, Double scale, double atLeast) {
        if (scale != null && !(scale >= atLeast && scale <= MAX_SCALE)) {
            violations.add(path, FaultCode.NOT_ALLOWED, scale, (atLeast == 0 ? "0 to " : "above 0, to ") + MAX_SCALE);
        }
    }

    private void checkStepCaching(String path, Integer level) {
        if (level != null && (level < 0 || level > MAX_STEP_CACHING)) {
            violations.add(path, FaultCode.NOT_ALLOWED, level, "0 to " + MAX_STEP_CACHING + "; 0 is off");
        }
    }

    private void checkSeed(String path, Stage stage) {
        Long seed = stage.getSeed();
        long highest = Long.MAX_VALUE - jobs.of(stage);
        if (seed != null && (seed < 0 || seed > highest)) {
            violations.add(path, FaultCode.NOT_ALLOWED, seed, "0 to " + highest);
        }
    }
}
