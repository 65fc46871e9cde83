package dev.titorelli.worker.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes the colour profile out of a JPEG file: ImageIO would convert the pixels by it, and the model's pictures are raw
 * samples.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">JPEG, B.1.1</a>
 */
final class JpegProfile {
    private static final byte[] NAME = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    private static final int APP2 = 0xe2;
    private static final int START_OF_SCAN = 0xda;

    private JpegProfile() {}

    /** The file without its APP2 segments of a profile; a damaged file is left to the decoder from where it is so. */
    static byte[] removed(byte[] file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(file.length);
        out.write(file, 0, 2);
        int at = 2;
        while (isSegment(file, at)) {
            int end = Math.min(at + 2 + length(file, at), file.length);
            if (!isProfile(file, at)) {
                out.write(file, at, end - at);
            }
            at = end;
        }
        out.write(file, at, file.length - at);
        return out.toByteArray();
    }

    /** Whether a segment with a length begins here, before the first scan. */
    private static boolean isSegment(byte[] file, int at) {
        return at + 4 <= file.length
                && (file[at] & 0xff) == 0xff
                && (file[at + 1] & 0xff) >= 0xc0
                && (file[at + 1] & 0xff) != START_OF_SCAN
                && (file[at + 1] & 0xff) != 0xff
                && length(file, at) >= 2;
    }

    private static int length(byte[] file, int at) {
        return ((file[at + 2] & 0xff) << 8) | (file[at + 3] & 0xff);
    }

    private static boolean isProfile(byte[] file, int at) {
        int start = at + 4;
        return (file[at + 1] & 0xff) == APP2
                && start + NAME.length <= file.length
                && Arrays.equals(file, start, start + NAME.length, NAME, 0, NAME.length);
    }
}
