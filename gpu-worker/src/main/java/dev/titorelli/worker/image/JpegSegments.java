package dev.titorelli.worker.image;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The segments of a JPEG file.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">JPEG, B.1.1</a>
 */
final class JpegSegments {
    /** Progressive files have about ten; each costs a pass over the whole picture, however few bytes it has. */
    private static final int MAX_SCANS = 100;

    private static final int JFIF = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int ADOBE = 0xee;
    private static final int LAST_APP = 0xef;
    private static final int COMMENT = 0xfe;
    private static final int START_OF_SCAN = 0xda;
    private static final String EXIF = "Exif\0\0";

    private JpegSegments() {}

    /**
     * Leaves out what only applications read; of these, JFIF and Adobe segments say how colours are stored, so they
     * stay. A damaged file is left to the decoder from where it is so.
     */
    static PictureParts parts(byte[] file) throws UnreadablePictureException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream(file.length);
        byte[] exif = {};
        pixels.write(file, 0, 2);
        int at = 2;
        while (isSegment(file, at)) {
            int end = Math.min(at + 2 + length(file, at), file.length);
            if (isOfPixels(file[at + 1] & 0xff)) {
                pixels.write(file, at, end - at);
            } else if (isExif(file, at)) {
                exif = Arrays.copyOfRange(file, Math.min(at + 4 + EXIF.length(), end), end);
            }
            at = end;
        }
        requireFewScans(file, at);
        pixels.write(file, at, file.length - at);
        return new PictureParts(pixels.toByteArray(), exif);
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

    private static boolean isOfPixels(int marker) {
        boolean isOfApplications = marker >= JFIF && marker <= LAST_APP;
        return marker == JFIF || marker == ADOBE || (!isOfApplications && marker != COMMENT);
    }

    private static boolean isExif(byte[] file, int at) {
        return (file[at + 1] & 0xff) == APP1 && PictureFormat.startsWith(file, at + 4, EXIF);
    }

    /** Within a scan's data 0xff is followed by 0, so the marker can't be data. */
    private static void requireFewScans(byte[] file, int from) throws UnreadablePictureException {
        int scans = 0;
        for (int at = from; at + 1 < file.length; at++) {
            if ((file[at] & 0xff) == 0xff && (file[at + 1] & 0xff) == START_OF_SCAN) {
                scans++;
            }
        }
        if (scans > MAX_SCANS) {
            throw new UnreadablePictureException(
                    "the JPEG file has " + scans + " scans; allowed: at most " + MAX_SCANS);
        }
    }
}
