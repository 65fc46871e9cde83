package dev.titorelli.worker.bench;

import dev.titorelli.worker.image.RgbImage;
import java.util.Random;

/** Pictures to fit by: a ground that goes from one colour to another, and ellipses and rectangles of any colour on it. */
final class DrawnScene {

    static final int SIDE_PX = 128;

    private static final int MOST_SHAPES = 6;

    private final Random random;
    private final byte[] rgb = new byte[3 * SIDE_PX * SIDE_PX];

    private DrawnScene(long seed) {
        this.random = new Random(seed);
    }

    /** The same number is the same picture everywhere. */
    static RgbImage number(int number) {
        DrawnScene scene = new DrawnScene(number);
        scene.ground();
        int shapes = scene.random.nextInt(MOST_SHAPES) + 1;
        for (int i = 0; i < shapes; i++) {
            scene.shape();
        }
        return new RgbImage(SIDE_PX, SIDE_PX, scene.rgb);
    }

    private void ground() {
        int[] from = colour();
        int[] to = random.nextBoolean() ? from : colour();
        boolean across = random.nextBoolean();
        for (int y = 0; y < SIDE_PX; y++) {
            for (int x = 0; x < SIDE_PX; x++) {
                double way = (across ? x : y) / (double) SIDE_PX;
                for (int c = 0; c < 3; c++) {
                    rgb[3 * (y * SIDE_PX + x) + c] = (byte) Math.round(from[c] + way * (to[c] - from[c]));
                }
            }
        }
    }

    private void shape() {
        int[] colour = colour();
        int halfWide = 6 + random.nextInt(SIDE_PX / 4);
        int halfHigh = 6 + random.nextInt(SIDE_PX / 4);
        int middleX = random.nextInt(SIDE_PX);
        int middleY = random.nextInt(SIDE_PX);
        boolean round = random.nextBoolean();
        for (int y = Math.max(0, middleY - halfHigh); y < Math.min(SIDE_PX, middleY + halfHigh); y++) {
            for (int x = Math.max(0, middleX - halfWide); x < Math.min(SIDE_PX, middleX + halfWide); x++) {
                double fromX = (x - middleX) / (double) halfWide;
                double fromY = (y - middleY) / (double) halfHigh;
                if (!round || fromX * fromX + fromY * fromY <= 1) {
                    paint(x, y, colour);
                }
            }
        }
    }

    private void paint(int x, int y, int[] colour) {
        for (int c = 0; c < 3; c++) {
            rgb[3 * (y * SIDE_PX + x) + c] = (byte) colour[c];
        }
    }

    private int[] colour() {
        return random.ints(3, 0, 256).toArray();
    }
}
