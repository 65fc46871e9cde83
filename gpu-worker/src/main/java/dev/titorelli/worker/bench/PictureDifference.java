package dev.titorelli.worker.bench;

import dev.titorelli.worker.image.RgbImage;

/**
 * How far pictures are from others, over all their colour values of 0 to 255.
 *
 * @param meanAbsolute mean of the absolute differences
 * @param psnrDb peak signal-to-noise ratio in decibels, of the mean squared difference of all; infinite for equal pictures
 */
public record PictureDifference(double meanAbsolute, double psnrDb) {
    private static final double PEAK = 255;

    /** Adds up pairs of pictures. */
    static final class Sum {
        private double absolute;
        private double squared;
        private long values;

        void add(RgbImage expected, RgbImage found) {
            byte[] a = expected.rgb();
            byte[] b = found.rgb();
            for (int i = 0; i < a.length; i++) {
                int difference = Math.abs((a[i] & 0xff) - (b[i] & 0xff));
                absolute += difference;
                squared += (double) difference * difference;
            }
            values += a.length;
        }

        PictureDifference all() {
            return new PictureDifference(absolute / values, 10 * Math.log10(PEAK * PEAK * values / squared));
        }
    }
}
