package dev.titorelli.worker.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Decoded samples to 8-bit RGB, by Pillow's rules for {@code convert("RGB")}: the raw samples count. ({@code
 * BufferedImage.getRGB} would convert the colour space of gray pictures and divide by alpha.)
 *
 * @see <a href="https://github.com/python-pillow/Pillow/blob/11.3.0/src/libImaging/Convert.c">Pillow, Convert.c</a>
 */
final class RgbPixels {
    private RgbPixels() {}

    static RgbImage of(BufferedImage picture) throws UnreadablePictureException {
        Raster raster = picture.getRaster();
        int width = raster.getWidth();
        byte[] rgb = new byte[3 * width * raster.getHeight()];
        Row row = rowRule(picture, raster);
        int[] samples = new int[width * raster.getNumBands()];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
            row.write(samples, rgb, 3 * width * y);
        }
        return new RgbImage(width, raster.getHeight(), rgb);
    }

    private static Row rowRule(BufferedImage picture, Raster raster) throws UnreadablePictureException {
        if (picture.getColorModel() instanceof IndexColorModel palette) {
            return (samples, rgb, at) -> palette(palette, samples, rgb, at);
        }
        int bands = raster.getNumBands();
        if (picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
            return RgbPixels::cmyk;
        }
        boolean sixteenBit = raster.getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT;
        return switch (bands) {
            case 1 -> (samples, rgb, at) -> gray(samples, 1, sixteenBit ? RgbPixels::clipped : v -> v, rgb, at);
            case 2 -> (samples, rgb, at) -> gray(samples, 2, sixteenBit ? v -> v >> 8 : v -> v, rgb, at);
            case 3, 4 -> (samples, rgb, at) -> colour(samples, bands, sixteenBit ? 8 : 0, rgb, at);
            default ->
                throw new UnreadablePictureException(
                        "the picture has " + bands + " colour channels; allowed: gray or RGB, with or without alpha");
        };
    }

    private static void palette(IndexColorModel palette, int[] samples, byte[] rgb, int at) {
        for (int x = 0; x < samples.length; x++) {
            rgb[at + 3 * x] = (byte) palette.getRed(samples[x]);
            rgb[at + 3 * x + 1] = (byte) palette.getGreen(samples[x]);
            rgb[at + 3 * x + 2] = (byte) palette.getBlue(samples[x]);
        }
    }

    private static void gray(int[] samples, int bands, Depth depth, byte[] rgb, int at) {
        for (int x = 0; x < samples.length / bands; x++) {
            byte value = (byte) depth.to8Bit(samples[x * bands]);
            rgb[at + 3 * x] = value;
            rgb[at + 3 * x + 1] = value;
            rgb[at + 3 * x + 2] = value;
        }
    }

    private static void colour(int[] samples, int bands, int shift, byte[] rgb, int at) {
        for (int x = 0; x < samples.length / bands; x++) {
            for (int c = 0; c < 3; c++) {
                rgb[at + 3 * x + c] = (byte) (samples[x * bands + c] >> shift);
            }
        }
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

    private interface Row {
        void write(int[] samples, byte[] rgb, int at);
    }

    private interface Depth {
        int to8Bit(int value);
    }
}
