package dev.titorelli.stream.validate;

import dev.titorelli.Adapter;
import dev.titorelli.CatalogueEntry;
import dev.titorelli.ImageSize;
import dev.titorelli.ModelBucket;
import dev.titorelli.ModelLimits;
import dev.titorelli.Stage;
import dev.titorelli.fault.FaultCode;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Rules for one stage that depend on the model. */
final class StageRules {

    private static final double MAX_ADAPTER_SCALE = 10;

    private final CatalogueEntry model;
    private final Supplier<? extends Set<String>> adapters;
    private final List<Stage> stages;
    private final ModelLimits limits;
    private final Violations violations;

    /**
     * Rules of one request.
     *
     * @param adapters names of the model's adapters, asked for when a stage names one
     * @param stages all stages of the request
     */
    StageRules(
            CatalogueEntry model, Supplier<? extends Set<String>> adapters, List<Stage> stages, Violations violations) {
        this.model = model;
        this.adapters = adapters;
        this.stages = stages;
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
        if (stage.getAdapter() != null) {
            checkAdapter(path + ".adapter", stage.getAdapter());
        }
    }

    private void checkAdapter(String path, Adapter adapter) {
        Set<String> names = adapters.get();
        if (!names.contains(adapter.getName())) {
            String known = names.isEmpty() ? "null: the model has no adapters" : "one of " + names;
            violations.add(path + ".name", FaultCode.UNKNOWN_ADAPTER, adapter.getName(), known);
        }
        if (!(Math.abs(adapter.getScale()) <= MAX_ADAPTER_SCALE)) {
            violations.add(path + ".scale", FaultCode.NOT_ALLOWED, adapter.getScale(), "-10 to 10");
        }
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
        boolean asInput = stage.getUseInputSize();
        if (asInput && stage.getSize() != null) {
            violations.add(path + ".useInputSize", FaultCode.NOT_ALLOWED, true, "either size or useInputSize");
        } else if (asInput && stage.getInputs().isEmpty()) {
            violations.add(path + ".useInputSize", FaultCode.NOT_SUPPORTED, true, "true with a first input");
        } else {
            // Without a size the input itself is at fault, which is told of it, or has yet to be inspected.
            OutputSize.of(stage, stages, model.getDefaults())
                    .ifPresent(size -> checkPixels(path + (asInput ? ".useInputSize" : ".size"), size));
        }
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
