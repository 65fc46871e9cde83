package dev.titorelli.worker.preview;

import dev.titorelli.worker.image.RgbImage;

/** How near pictures are to others: peak signal-to-noise ratio over all pixels that were added. For one thread. */
public final class Psnr {

    private double squares;
    private long values;

    /** Adds two pictures of one size. */
    public void add(RgbImage image, RgbImage other) {
        for (int i = 0; i < image.rgb().length; i++) {
            double difference = (image.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff);
            squares += difference * difference;
        }
        values += image.rgb().length;
    }

    /** In decibels; infinite when all were equal. */
    public double decibels() {
        return 10 * Math.log10(255.0 * 255.0 * values / squares);
    }
}
