package dev.titorelli.stream.validate;

import dev.titorelli.ImageObject;
import dev.titorelli.ImageSize;
import dev.titorelli.ModelDefaults;
import dev.titorelli.Stage;

/** The size of a stage's pictures. */
public final class OutputSize {

    private static final int GRID_PX = 16;

    private OutputSize() {}

    /** What the stage asks for; else, if it says so, the size of its first input as prepared; else the model's default. */
    public static ImageSize of(Stage stage, ModelDefaults defaults) {
        if (stage.getUseInputSize()) {
            ImageObject first = stage.getInputs().get(0).getObject();
            return prepared(first.getWidthPx(), first.getHeightPx(), maxInputSizePx(stage, defaults));
        }
        return stage.getSize() != null ? stage.getSize() : new ImageSize(defaults.getWidthPx(), defaults.getHeightPx());
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
