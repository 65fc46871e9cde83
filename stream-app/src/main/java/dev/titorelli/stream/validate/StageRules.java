package dev.titorelli.stream.validate;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.ImageSize;
import dev.titorelli.ModelBucket;
import dev.titorelli.ModelLimits;
import dev.titorelli.Stage;
import dev.titorelli.fault.FaultCode;

/** Rules for one stage that depend on the model. */
final class StageRules {

    private final CatalogueEntry model;
    private final ModelLimits limits;
    private final Violations violations;

    StageRules(CatalogueEntry model, Violations violations) {
        this.model = model;
        this.limits = model.getLimits();
        this.violations = violations;
    }

    void check(String path, Stage stage) {
        if (stage.getSteps() != null && isOver(stage.getSteps(), limits.getMaxSteps())) {
            violations.add(path + ".steps", FaultCode.TOO_MANY_STEPS, stage.getSteps(), "1 to " + limits.getMaxSteps());
        }
        int inputs = stage.getInputs().size();
        if (inputs > limits.getMaxInputs()) {
            violations.add(path + ".inputs", FaultCode.NOT_ALLOWED, inputs, "at most " + limits.getMaxInputs());
        }
        checkText(path + ".prompt", stage.getPrompt());
        if (stage.getNegativePrompt() != null) {
            checkText(path + ".negativePrompt", stage.getNegativePrompt());
        }
        checkMaxInputSize(path + ".maxInputSizePx", stage.getMaxInputSizePx());
        checkSize(path, stage);
    }

    private void checkText(String path, String text) {
        int characters = text.codePointCount(0, text.length());
        if (isOver(characters, limits.getMaxPromptChars())) {
            violations.add(
                    path, FaultCode.TOO_LONG, characters + " characters", "at most " + limits.getMaxPromptChars());
        }
    }

    private void checkMaxInputSize(String path, Integer px) {
        if (px == null) {
            return;
        }
        if (px < 16 || isOver(px, limits.getMaxInputSizePx())) {
            violations.add(path, FaultCode.NOT_ALLOWED, px, "16 to " + limits.getMaxInputSizePx());
        }
    }

    private void checkSize(String path, Stage stage) {
        if (!stage.getUseInputSize()) {
            checkPixels(path + ".size", OutputSize.of(stage, model.getDefaults()));
        } else if (stage.getSize() != null) {
            violations.add(path + ".useInputSize", FaultCode.NOT_ALLOWED, true, "either size or useInputSize");
        } else if (stage.getInputs().isEmpty() || stage.getInputs().get(0).getStage() != null) {
            violations.add(
                    path + ".useInputSize",
                    FaultCode.NOT_SUPPORTED,
                    true,
                    "true with a first input that is an object or an address");
        } else if (hasUsableFirstInput(stage)) {
            checkPixels(path + ".useInputSize", OutputSize.of(stage, model.getDefaults()));
        }
    }

    private boolean hasUsableFirstInput(Stage stage) {
        var first = stage.getInputs().get(0).getObject();
        return first != null
                && first.getWidthPx() > 0
                && first.getHeightPx() > 0
                && OutputSize.maxInputSizePx(stage, model.getDefaults()) >= 16;
    }

    private void checkPixels(String path, ImageSize size) {
        boolean fits = checkSide(path + ".widthPx", size.getWidthPx(), limits.getMaxWidthPx());
        fits &= checkSide(path + ".heightPx", size.getHeightPx(), limits.getMaxHeightPx());
        int largest = model.getBuckets().stream()
                .mapToInt(ModelBucket::getTokens)
                .max()
                .orElse(0);
        long tokens = (long) size.getWidthPx() / 16 * (size.getHeightPx() / 16);
        if (fits && tokens > largest) {
            violations.add(
                    path,
                    FaultCode.SIZE_TOO_LARGE,
                    size.getWidthPx() + "x" + size.getHeightPx(),
                    "width times height at most " + 256L * largest);
        }
    }

    private boolean checkSide(String path, int px, int max) {
        if (px < 1) {
            violations.add(path, FaultCode.NOT_ALLOWED, px, "16 to " + max);
            return false;
        }
        if (isOver(px, max)) {
            violations.add(path, FaultCode.SIZE_TOO_LARGE, px, "at most " + max);
        }
        int multiple = Math.max(16, limits.getSizeMultiplePx());
        if (px % multiple != 0) {
            violations.add(path, FaultCode.SIZE_NOT_MULTIPLE, px, "a multiple of " + multiple);
        }
        return px % multiple == 0 && !isOver(px, max);
    }

    /** A limit of 0 was not announced. */
    private static boolean isOver(int value, int limit) {
        return limit > 0 && value > limit;
    }
}
