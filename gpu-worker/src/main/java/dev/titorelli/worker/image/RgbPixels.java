package dev.titorelli.worker.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Decoded samples to 8-bit RGB. The raw samples count. ({@code BufferedImage.getRGB} would convert the colour space of
 * gray pictures and divide by alpha.)
 *
 * @see <a href="https://github.com/python-pillow/Pillow/blob/11.3.0/src/libImaging/Convert.c">Pillow, Convert.c</a>
 */
final class RgbPixels {
    private static final int WHITE = 255;

    private RgbPixels() {}

    static RgbImage of(BufferedImage picture, PixelRules rules) throws UnreadablePictureException {
        Raster raster = picture.getRaster();
        int width = raster.getWidth();
        byte[] rgb = new byte[3 * width * raster.getHeight()];
        Row row = rowRule(picture, raster, rules);
        int[] samples = new int[width * raster.getNumBands()];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
            row.write(samples, rgb, 3 * width * y);
        }
        return new RgbImage(width, raster.getHeight(), rgb);
    }

    private static Row rowRule(BufferedImage picture, Raster raster, PixelRules rules)
            throws UnreadablePictureException {
        boolean overWhite = rules == PixelRules.SHOWN;
        if (picture.getColorModel() instanceof IndexColorModel palette) {
            return (samples, rgb, at) -> palette(palette, overWhite, samples, rgb, at);
        }
        int bands = raster.getNumBands();
        if (picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
            return RgbPixels::cmyk;
        }
        if (bands > 4) {
            throw new UnreadablePictureException(
                    "the picture has " + bands + " colour channels; allowed: gray or RGB, with or without alpha");
        }
        boolean sixteenBit = raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT;
        Depth depth = sixteenBit ? depth(bands, rules) : value -> value;
        return (samples, rgb, at) -> direct(samples, new Bands(bands, overWhite), depth, rgb, at);
    }

    private static Depth depth(int bands, PixelRules rules) {
        if (rules == PixelRules.SHOWN) {
            return value -> (value * 255 + 32_767) / 65_535;
        }
        return bands == 1 ? RgbPixels::clipped : value -> value >> 8;
    }

    private static void palette(IndexColorModel palette, boolean overWhite, int[] samples, byte[] rgb, int at) {
        for (int x = 0; x < samples.length; x++) {
            int alpha = overWhite ? palette.getAlpha(samples[x]) : 255;
            rgb[at + 3 * x] = (byte) overWhite(palette.getRed(samples[x]), alpha);
            rgb[at + 3 * x + 1] = (byte) overWhite(palette.getGreen(samples[x]), alpha);
            rgb[at + 3 * x + 2] = (byte) overWhite(palette.getBlue(samples[x]), alpha);
        }
    }

    /** Gray or RGB, with or without alpha. */
    private static void direct(int[] samples, Bands bands, Depth depth, byte[] rgb, int at) {
        for (int x = 0; x < samples.length / bands.count(); x++) {
            int first = x * bands.count();
            int alpha = bands.blends() ? depth.to8Bit(samples[first + bands.count() - 1]) : 255;
            for (int c = 0; c < 3; c++) {
                int value = depth.to8Bit(samples[first + (bands.isGray() ? 0 : c)]);
                rgb[at + 3 * x + c] = (byte) overWhite(value, alpha);
            }
        }
    }

    private static int overWhite(int value, int alpha) {
        return alpha == 255 ? value : dividedBy255(value * alpha + WHITE * (255 - alpha));
    }

    private static void cmyk(int[] samples, byte[] rgb, int at) {
        for (int x = 0; x < samples.length / 4; x++) {
            int light = 255 - samples[4 * x + 3];
            for (int c = 0; c < 3; c++) {
                rgb[at + 3 * x + c] = (byte) (light - dividedBy255(samples[4 * x + c] * light));
            }
        }
    }

    /** Rounded, as Pillow's MULDIV255 does it. */
    private static int dividedBy255(int product) {
        int raised = product + 128;
        return ((raised >> 8) + raised) >> 8;
    }

    /** Pillow opens 16-bit gray as mode I;16 and clips it to 8 bits instead of scaling it. */
    private static int clipped(int value) {
        return Math.min(value, 255);
    }

    private record Bands(int count, boolean overWhite) {
        boolean isGray() {
            return count < 3;
        }

        boolean blends() {
            return overWhite && count % 2 == 0;
        }
    }

    private interface Row {
        void write(int[] samples, byte[] rgb, int at);
    }

    private interface Depth {
        int to8Bit(int value);
    }
}
