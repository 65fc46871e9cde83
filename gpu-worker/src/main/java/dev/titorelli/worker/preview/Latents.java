package dev.titorelli.worker.preview;

/**
 * Scaled latents of one picture, out of the device's memory. The array is not copied.
 *
 * @param values 4 x height x width, channel by channel
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of numbers that nobody writes to afterwards
public record Latents(int width, int height, float[] values) {

    /** Channels of the latents. */
    public static final int CHANNELS = 4;

    /** Pixels of the picture beside each other that one place of the latents stands for. */
    public static final int PLACE_PX = 8;

    /** @throws IllegalArgumentException when the array has another length */
    public Latents {
        if (width < 1 || height < 1 || values.length != (long) CHANNELS * width * height) {
            throw new IllegalArgumentException("%d x %d latents need %d values, found %d"
                    .formatted(width, height, (long) CHANNELS * width * height, values.length));
        }
    }

    float at(int channel, int x, int y) {
        return values[(channel * height + y) * width + x];
    }

    /** Moved so far in flow time at a velocity of the same size. */
    public Latents moved(Latents velocity, float time) {
        float[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += time * velocity.values[i];
        }
        return new Latents(width, height, moved);
    }

    /** Means over squares, as large as it needs for a decoded picture with no side above this many pixels. */
    public Latents reducedTo(int maxSidePx) {
        int most = Math.max(1, maxSidePx / PLACE_PX);
        int side = (Math.max(width, height) + most - 1) / most;
        return side == 1 ? this : reducedBy(side);
    }

    private Latents reducedBy(int side) {
        int wide = (width + side - 1) / side;
        int high = (height + side - 1) / side;
        float[] means = new float[CHANNELS * wide * high];
        for (int i = 0; i < means.length; i++) {
            means[i] = mean(i / (wide * high), side * (i % wide), side * (i / wide % high), side);
        }
        return new Latents(wide, high, means);
    }

    private float mean(int channel, int fromX, int fromY, int side) {
        double sum = 0;
        int places = 0;
        for (int y = fromY; y < Math.min(height, fromY + side); y++) {
            for (int x = fromX; x < Math.min(width, fromX + side); x++) {
                sum += at(channel, x, y);
                places++;
            }
        }
        return (float) (sum / places);
    }
}
