package dev.titorelli.worker.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file.
 *
 * @see <a href="https://www.w3.org/TR/png-3/#5Chunk-layout">PNG, chunk layout</a>
 */
final class PngChunks {
    private static final Set<String> OF_PIXELS = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");
    private static final int SIGNATURE_BYTES = 8;
    private static final int FRAME_BYTES = 12; // length, name, checksum

    private PngChunks() {}

    static PictureParts parts(byte[] file) throws UnreadablePictureException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream(file.length);
        pixels.write(file, 0, SIGNATURE_BYTES);
        byte[] exif = {};
        String name = "";
        for (int at = SIGNATURE_BYTES; !name.equals("IEND"); ) {
            int length = length(file, at);
            name = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (OF_PIXELS.contains(name)) {
                requireChecksum(file, at, length, name);
                pixels.write(file, at, length + FRAME_BYTES);
            } else if (name.equals("eXIf")) {
                exif = Arrays.copyOfRange(file, at + 8, at + 8 + length);
            } else if (Character.isUpperCase(name.charAt(0))) {
                throw new UnreadablePictureException("the PNG file has a chunk '" + name
                        + "' that must be understood and isn't; allowed: those of the PNG specification");
            }
            at += length + FRAME_BYTES;
        }
        return new PictureParts(pixels.toByteArray(), exif);
    }

    private static int length(byte[] file, int at) throws UnreadablePictureException {
        int room = file.length - at - FRAME_BYTES;
        int length = room < 0 ? 0 : ByteBuffer.wrap(file).getInt(at);
        if (length < 0 || length > room) {
            throw UnreadablePictureException.cutOff();
        }
        return length;
    }

    private static void requireChecksum(byte[] file, int at, int length, String name)
            throws UnreadablePictureException {
        CRC32 crc = new CRC32();
        crc.update(file, at + 4, length + 4);
        if ((int) crc.getValue() != ByteBuffer.wrap(file).getInt(at + 8 + length)) {
            throw new UnreadablePictureException(
                    "the PNG file is damaged: the checksum of its chunk " + name + " is wrong");
        }
    }
}
