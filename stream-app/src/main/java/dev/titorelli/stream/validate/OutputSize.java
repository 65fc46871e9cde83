package dev.titorelli.stream.validate;

import dev.titorelli.ImageObject;
import dev.titorelli.ImageSize;
import dev.titorelli.InputImage;
import dev.titorelli.ModelDefaults;
import dev.titorelli.Stage;
import java.util.List;
import java.util.Optional;

/** The size of a stage's pictures. */
public final class OutputSize {

    private static final int GRID_PX = 16;

    private OutputSize() {}

    /**
     * What the stage asks for; else, if it says so, the size of its first input as prepared; else the model's default.
     * Empty when it follows from an input that there is not, that has no size yet, or that waits for the stage itself.
     *
     * @param all the stages of the request
     */
    public static Optional<ImageSize> of(Stage stage, List<Stage> all, ModelDefaults defaults) {
        return of(stage, all, defaults, all.size());
    }

    private static Optional<ImageSize> of(Stage stage, List<Stage> all, ModelDefaults defaults, int hops) {
        if (!stage.getUseInputSize()) {
            return Optional.of(
                    stage.getSize() != null
                            ? stage.getSize()
                            : new ImageSize(defaults.getWidthPx(), defaults.getHeightPx()));
        }
        int maxSidePx = maxInputSizePx(stage, defaults);
        if (stage.getInputs().isEmpty() || maxSidePx < GRID_PX) {
            return Optional.empty();
        }
        return given(stage.getInputs().get(0), all, defaults, hops)
                .filter(size -> size.getWidthPx() > 0 && size.getHeightPx() > 0)
                .map(size -> prepared(size.getWidthPx(), size.getHeightPx(), maxSidePx));
    }

    /** The size of an input before it is prepared. */
    private static Optional<ImageSize> given(InputImage input, List<Stage> all, ModelDefaults defaults, int hops) {
        ImageObject object = input.getObject();
        if (object != null) {
            return Optional.of(new ImageSize(object.getWidthPx(), object.getHeightPx()));
        }
        if (input.getStage() == null || hops == 0) {
            return Optional.empty();
        }
        return all.stream()
                .filter(source -> source.getName().equals(input.getStage().getStage()))
                .findFirst()
                .flatMap(source -> of(source, all, defaults, hops - 1));
    }

    /** Longest side, in pixels, that the stage's inputs are scaled to. */
    public static int maxInputSizePx(Stage stage, ModelDefaults defaults) {
        return stage.getMaxInputSizePx() != null ? stage.getMaxInputSizePx() : defaults.getMaxInputSizePx();
    }

    /**
     * The size of an input picture after the model's preparation: halved while its shorter side is at least twice the
     * limit, scaled down to the limit, scaled up to 16 pixels, cropped to multiples of 16.
     *
     * <p>Source: https://github.com/VectorSpaceLab/OmniGen/blob/main/OmniGen/processor.py, crop_arr
     */
    static ImageSize prepared(int widthPx, int heightPx, int maxSidePx) {
        int width = widthPx;
        int height = heightPx;
        while (Math.min(width, height) >= 2L * maxSidePx) {
            width /= 2;
            height /= 2;
        }
        int longer = Math.max(width, height);
        if (longer > maxSidePx) {
            double scale = (double) maxSidePx / longer;
            width = scaled(width, scale);
            height = scaled(height, scale);
        }
        int shorter = Math.min(width, height);
        if (shorter < GRID_PX) {
            double scale = (double) GRID_PX / Math.max(1, shorter);
            width = scaled(Math.max(1, width), scale);
            height = scaled(Math.max(1, height), scale);
        }
        return new ImageSize(width - width % GRID_PX, height - height % GRID_PX);
    }

    /** Rounded half to even, as Python does. */
    private static int scaled(int px, double scale) {
        return (int) Math.rint(px * scale);
    }
}
