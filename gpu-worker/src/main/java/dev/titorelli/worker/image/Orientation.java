package dev.titorelli.worker.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How the camera was held: EXIF's orientation, 1 (upright) to 8.
 *
 * @see <a href="https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E">EXIF 3.0, 4.6.5 A</a>
 */
final class Orientation {
    private static final int UPRIGHT = 1;
    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY_BYTES = 12;

    private Orientation() {}

    /** The orientation in EXIF data; upright where there is none that can be read. */
    static int of(byte[] exif) {
        int start = PictureFormat.startsWith(exif, 0, "Exif\0\0") ? 6 : 0;
        ByteBuffer tiff = ByteBuffer.wrap(exif, start, exif.length - start).slice();
        if (tiff.remaining() < 8) {
            return UPRIGHT;
        }
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.limit() - 2) {
            return UPRIGHT;
        }
        int entries = tiff.getShort(directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if (entry > tiff.limit() - ENTRY_BYTES) {
                return UPRIGHT;
            }
            if ((tiff.getShort(entry) & 0xffff) == TAG && tiff.getShort(entry + 2) == SHORT) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** The picture as it was seen. */
    static RgbImage upright(RgbImage image, int orientation) {
        if (orientation == UPRIGHT) {
            return image;
        }
        boolean swapsSides = orientation >= 5;
        int width = swapsSides ? image.heightPx() : image.widthPx();
        int height = swapsSides ? image.widthPx() : image.heightPx();
        byte[] out = new byte[image.rgb().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(image.rgb(), source(image, orientation, x, y), out, 3 * (y * width + x), 3);
            }
        }
        return new RgbImage(width, height, out);
    }

    private static int source(RgbImage image, int orientation, int x, int y) {
        int right = image.widthPx() - 1;
        int bottom = image.heightPx() - 1;
        return switch (orientation) {
            case 2 -> at(image, right - x, y);
            case 3 -> at(image, right - x, bottom - y);
            case 4 -> at(image, x, bottom - y);
            case 5 -> at(image, y, x);
            case 6 -> at(image, y, bottom - x);
            case 7 -> at(image, right - y, bottom - x);
            case 8 -> at(image, right - y, x);
            default -> throw new IllegalArgumentException("orientation " + orientation);
        };
    }

    private static int at(RgbImage image, int x, int y) {
        return 3 * (y * image.widthPx() + x);
    }
}
