package dev.titorelli.worker.conditioning;

import dev.titorelli.worker.image.RgbImage;

/**
 * Resizing bit for bit as Pillow does it: antialiased, weights in 22-bit fixed point, the horizontal pass first,
 * rounded to 8 bits, then the vertical one.
 *
 * @see <a href="https://github.com/python-pillow/Pillow/blob/11.3.0/src/libImaging/Resample.c">Pillow, Resample.c</a>
 */
public final class PillowResize {
    private PillowResize() {}

    /** The filters that the model's preprocessing uses. */
    public enum Filter {
        BOX(0.5) {
            @Override
            double weight(double x) {
                return x > -0.5 && x <= 0.5 ? 1 : 0;
            }
        },
        /** Keys' cubic with a = -0.5. */
        BICUBIC(2) {
            @Override
            double weight(double x) {
                double d = Math.abs(x);
                if (d < 1) {
                    return ((A + 2) * d - (A + 3)) * d * d + 1;
                }
                return d < 2 ? (((d - 5) * d + 8) * d - 4) * A : 0;
            }
        };

        private static final double A = -0.5;
        final double support;

        Filter(double support) {
            this.support = support;
        }

        abstract double weight(double x);
    }

    /** The picture in another size, at least 1 x 1. */
    public static RgbImage resize(RgbImage image, int widthPx, int heightPx, Filter filter) {
        RgbImage wide = widthPx == image.widthPx() ? image : horizontal(image, widthPx, filter);
        return heightPx == wide.heightPx() ? wide : vertical(wide, heightPx, filter);
    }

    private static RgbImage horizontal(RgbImage image, int widthPx, Filter filter) {
        ResizeWeights weights = ResizeWeights.of(image.widthPx(), widthPx, filter);
        byte[] out = new byte[3 * widthPx * image.heightPx()];
        for (int y = 0; y < image.heightPx(); y++) {
            for (int x = 0; x < widthPx; x++) {
                for (int c = 0; c < 3; c++) {
                    int row = 3 * y * image.widthPx() + c;
                    out[3 * (y * widthPx + x) + c] = weights.sum(x, image.rgb(), row, 3);
                }
            }
        }
        return new RgbImage(widthPx, image.heightPx(), out);
    }

    private static RgbImage vertical(RgbImage image, int heightPx, Filter filter) {
        ResizeWeights weights = ResizeWeights.of(image.heightPx(), heightPx, filter);
        int stride = 3 * image.widthPx();
        byte[] out = new byte[stride * heightPx];
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < stride; x++) {
                out[y * stride + x] = weights.sum(y, image.rgb(), x, stride);
            }
        }
        return new RgbImage(image.widthPx(), heightPx, out);
    }
}
