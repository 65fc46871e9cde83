package dev.titorelli.worker.image;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * 8-bit RGB picture, row-major, 3 bytes a pixel in the order red, green, blue.
 *
 * <p>The array is not copied: whoever makes the picture gives it away, and nobody writes to it afterwards.
 *
 * @param widthPx columns, at least 1
 * @param heightPx rows, at least 1
 * @param rgb {@code widthPx * heightPx * 3} bytes
 */
@SuppressWarnings(
        "ArrayRecordComponent") // megabytes of pixels: a copy or a boxed list would cost more than it protects
public record RgbImage(int widthPx, int heightPx, byte[] rgb) {

    /** @throws IllegalArgumentException when a side is below 1 or the array has another length */
    public RgbImage {
        if (widthPx < 1 || heightPx < 1 || rgb.length != 3L * widthPx * heightPx) {
            throw new IllegalArgumentException("%d x %d pixels need %d bytes, found %d"
                    .formatted(widthPx, heightPx, 3L * widthPx * heightPx, rgb.length));
        }
    }

    /** SHA-256, in hex, over width and height (4 bytes each, big endian) and the pixels. */
    public String pixelDigest() {
        return HexFormat.of().formatHex(pixelDigestBytes());
    }

    /** The 32 bytes of {@link #pixelDigest()}. */
    public byte[] pixelDigestBytes() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(
                    ByteBuffer.allocate(8).putInt(widthPx).putInt(heightPx).array());
            return sha256.digest(rgb);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RgbImage that
                && widthPx == that.widthPx
                && heightPx == that.heightPx
                && Arrays.equals(rgb, that.rgb);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * widthPx + heightPx) + Arrays.hashCode(rgb);
    }

    @Override
    public String toString() {
        return "RgbImage[" + widthPx + "x" + heightPx + "]";
    }
}
