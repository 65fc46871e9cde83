package dev.titorelli.worker.image;

/**
 * PNG's scan lines: each row is preceded by its filter's number and holds differences to its neighbours; of the filters
 * none, sub, up and Paeth each row takes the one whose differences are smallest in sum.
 *
 * @see <a href="https://www.w3.org/TR/png-3/#9Filters">PNG, filtering</a>
 */
final class PngRows {
    private static final int PIXEL = 3;
    private static final int[] FILTERS = {0, 1, 2, 4};

    private PngRows() {}

    /** {@code height * (1 + 3 * width)} bytes. */
    static byte[] filtered(RgbImage image) {
        int stride = PIXEL * image.widthPx();
        byte[] rows = new byte[image.heightPx() * (1 + stride)];
        byte[] best = new byte[stride];
        byte[] trial = new byte[stride];
        for (int y = 0; y < image.heightPx(); y++) {
            long smallest = Long.MAX_VALUE;
            for (int filter : FILTERS) {
                long size = filter(filter, image.rgb(), y, stride, trial);
                if (size < smallest) {
                    smallest = size;
                    rows[y * (1 + stride)] = (byte) filter;
                    System.arraycopy(trial, 0, best, 0, stride);
                }
            }
            System.arraycopy(best, 0, rows, y * (1 + stride) + 1, stride);
        }
        return rows;
    }

    /** Writes row {@code y} filtered into {@code out} and returns the sum of its differences' sizes. */
    private static long filter(int filter, byte[] rgb, int y, int stride, byte[] out) {
        long size = 0;
        for (int x = 0; x < stride; x++) {
            int at = y * stride + x;
            int left = x < PIXEL ? 0 : rgb[at - PIXEL] & 0xff;
            int up = y == 0 ? 0 : rgb[at - stride] & 0xff;
            int upLeft = x < PIXEL || y == 0 ? 0 : rgb[at - stride - PIXEL] & 0xff;
            out[x] = (byte) (rgb[at] - predicted(filter, left, up, upLeft));
            size += Math.abs(out[x]);
        }
        return size;
    }

    private static int predicted(int filter, int left, int up, int upLeft) {
        return switch (filter) {
            case 0 -> 0;
            case 1 -> left;
            case 2 -> up;
            default -> paeth(left, up, upLeft);
        };
    }

    private static int paeth(int left, int up, int upLeft) {
        int estimate = left + up - upLeft;
        int byLeft = Math.abs(estimate - left);
        int byUp = Math.abs(estimate - up);
        int byUpLeft = Math.abs(estimate - upLeft);
        if (byLeft <= byUp && byLeft <= byUpLeft) {
            return left;
        }
        return byUp <= byUpLeft ? up : upLeft;
    }
}
