package dev.titorelli.worker.conformance;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position table that a new model begins with, and that golden data has crops of: {@code pos<side>.center4x3},
 * {@code .corner2x2}, {@code .last2x2}. The product takes a checkpoint's own table.
 *
 * @see <a href="https://github.com/VectorSpaceLab/OmniGen/blob/d4752019ae16741dc3801fd4989432aad4c81a4f/OmniGen/model.py">OmniGen,
 *     get_2d_sincos_pos_embed</a>
 */
final class SinusoidTable {
    private static final Pattern CROP = Pattern.compile("pos(\\d+)\\.(center|corner|last)\\d+x\\d+");
    private static final Pattern BASE = Pattern.compile("base_size=(\\d+)");

    private SinusoidTable() {}

    static boolean isCropped(String tensor) {
        return CROP.matcher(tensor).matches();
    }

    /** @param shape rows, columns and size of an entry */
    static float[] cropped(String tensor, long[] shape, String description) {
        Matcher crop = CROP.matcher(tensor);
        if (!crop.matches()) {
            throw new IllegalArgumentException(tensor + " is no crop of a position table");
        }
        int side = Integer.parseInt(crop.group(1));
        Matcher base = BASE.matcher(description);
        double spacing = (base.find() ? Double.parseDouble(base.group(1)) : 64) / side;
        int size = (int) shape[2];
        float[] values = new float[(int) (shape[0] * shape[1] * shape[2])];
        for (int i = 0; i < values.length; i++) {
            long row = start(crop.group(2), side, shape[0]) + i / (shape[1] * size);
            long column = start(crop.group(2), side, shape[1]) + i / size % shape[1];
            int place = i % size;
            double coordinate = (place < size / 2 ? column : row) * spacing;
            values[i] = (float) wave(coordinate, place % (size / 2), size / 4);
        }
        return values;
    }

    private static long start(String where, int side, long count) {
        return switch (where) {
            case "corner" -> 0;
            case "last" -> side - count;
            default -> (side - count) / 2;
        };
    }

    /** Sines of all frequencies, then cosines. */
    private static double wave(double coordinate, int index, int frequencies) {
        double angle = coordinate / Math.pow(10_000, (double) (index % frequencies) / frequencies);
        return index < frequencies ? Math.sin(angle) : Math.cos(angle);
    }
}
