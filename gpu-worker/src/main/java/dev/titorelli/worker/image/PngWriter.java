package dev.titorelli.worker.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes PNG files of painted pictures, marked as such. The same pixels and texts give the same bytes on the same Java runtime (deflate is the runtime's).
 * Stateless; any thread.
 *
 * @see <a href="https://www.w3.org/TR/png-3/">Portable Network Graphics</a>
 */
public final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] EIGHT_BIT_RGB = {8, 2, 0, 0, 0};

    private PngWriter() {}

    /**
     * A PNG file of the picture.
     *
     * @param text keyword (1 to 79 printable Latin-1 characters, no outer or double spaces) to text; written in the
     *     map's order, as {@code tEXt} where Latin-1 is enough, else as {@code iTXt}; PNG has no zero characters, they
     *     are replaced
     * @throws IllegalArgumentException when a keyword is not allowed
     */
    public static byte[] write(RgbImage image, SortedMap<String, String> text) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        file.writeBytes(chunk("IHDR", header(image)));
        file.writeBytes(chunk("iTXt", unicodeText("XML:com.adobe.xmp", AiMarker.xmp())));
        text.forEach((keyword, value) -> file.writeBytes(textChunk(keyword, value.replace('\0', '\uFFFD'))));
        file.writeBytes(chunk("IDAT", deflated(PngRows.filtered(image))));
        file.writeBytes(chunk("IEND", new byte[0]));
        return file.toByteArray();
    }

    private static byte[] header(RgbImage image) {
        return ByteBuffer.allocate(13)
                .putInt(image.widthPx())
                .putInt(image.heightPx())
                .put(EIGHT_BIT_RGB)
                .array();
    }

    private static byte[] textChunk(String keyword, String value) {
        requireKeyword(keyword);
        return isLatin1Text(value)
                ? chunk("tEXt", (keyword + "\0" + value).getBytes(StandardCharsets.ISO_8859_1))
                : chunk("iTXt", unicodeText(keyword, value.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] unicodeText(String keyword, byte[] utf8) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
        data.writeBytes(new byte[5]); // end of keyword, not compressed, method 0, no language, no translated keyword
        data.writeBytes(utf8);
        return data.toByteArray();
    }

    private static void requireKeyword(String keyword) {
        boolean printable = keyword.chars().allMatch(c -> (c >= 32 && c <= 126) || (c >= 161 && c <= 255));
        if (!printable
                || keyword.isEmpty()
                || keyword.length() > 79
                || !keyword.strip().equals(keyword)
                || keyword.contains("  ")) {
            throw new IllegalArgumentException("not a PNG keyword: '" + keyword + "'");
        }
    }

    /** PNG allows printable Latin-1 and the line feed in tEXt. */
    private static boolean isLatin1Text(String value) {
        return value.chars().allMatch(c -> c == '\n' || (c >= 32 && c <= 126) || (c >= 160 && c <= 255));
    }

    private static byte[] deflated(byte[] rows) {
        Deflater deflater = new Deflater(6);
        try {
            deflater.setInput(rows);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(rows.length / 2 + 64);
            byte[] buffer = new byte[1 << 16];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }
}
