package dev.titorelli.worker.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The chunks of a WebP file. Its size may be said twice, of the canvas and of the picture on it: both must agree, so that
 * a small canvas can't hide a large picture.
 *
 * @see <a href="https://developers.google.com/speed/webp/docs/riff_container">WebP container</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9649">RFC 9649</a>
 */
final class WebpChunks {
    private static final int HEADER_BYTES = 12;
    private static final byte ALPHA_FLAG = 0x10;

    private final ByteBuffer file;
    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    private byte[] exif = {};
    private String canvas = "";
    private String picture = "";

    private WebpChunks(byte[] file) {
        this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    static PictureParts parts(byte[] file) throws UnreadablePictureException {
        WebpChunks webp = new WebpChunks(file);
        long end = 8 + Integer.toUnsignedLong(webp.file.getInt(4));
        if (end > file.length) {
            throw UnreadablePictureException.cutOff();
        }
        for (int at = HEADER_BYTES; at + 8 <= end; ) {
            long length = Integer.toUnsignedLong(webp.file.getInt(at + 4));
            if (length > end - at - 8) {
                throw UnreadablePictureException.cutOff();
            }
            webp.take(new String(file, at, 4, StandardCharsets.ISO_8859_1), at + 8, (int) length);
            at += 8 + (int) (length + length % 2);
        }
        return webp.parts();
    }

    private void take(String name, int at, int length) throws UnreadablePictureException {
        byte[] data = Arrays.copyOfRange(file.array(), at, at + length);
        switch (name) {
            case "VP8X" -> {
                canvas = canvasSize(data);
                data[0] &= ALPHA_FLAG; // the other flags announce chunks that are left out
                write(name, data);
            }
            case "VP8 ", "VP8L" -> {
                picture = name.equals("VP8 ") ? lossySize(data) : losslessSize(data);
                write(name, data);
            }
            case "ALPH" -> write(name, data);
            case "EXIF" -> exif = data;
            case "ANIM", "ANMF" ->
                throw new UnreadablePictureException("the picture is an animated WebP file; allowed: still pictures");
            default -> {} // profiles, XMP and what is unknown
        }
    }

    private PictureParts parts() throws UnreadablePictureException {
        if (picture.isEmpty() || (!canvas.isEmpty() && !canvas.equals(picture))) {
            throw new UnreadablePictureException("the WebP file is damaged: its canvas is of %s, its picture of %s"
                    .formatted(
                            canvas.isEmpty() ? "no size" : canvas + " pixels",
                            picture.isEmpty() ? "no size" : picture + " pixels"));
        }
        byte[] body = chunks.toByteArray();
        ByteBuffer whole = ByteBuffer.allocate(HEADER_BYTES + body.length).order(ByteOrder.LITTLE_ENDIAN);
        whole.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + body.length);
        whole.put("WEBP".getBytes(StandardCharsets.US_ASCII)).put(body);
        return new PictureParts(whole.array(), exif);
    }

    private void write(String name, byte[] data) {
        chunks.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        chunks.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(data.length)
                .array());
        chunks.writeBytes(data);
        if (data.length % 2 == 1) {
            chunks.write(0);
        }
    }

    private static String canvasSize(byte[] data) throws UnreadablePictureException {
        require(data.length >= 10);
        return size(1 + littleEndian(data, 4, 3), 1 + littleEndian(data, 7, 3));
    }

    private static String lossySize(byte[] data) throws UnreadablePictureException {
        require(data.length >= 10 && PictureFormat.startsWith(data, 3, "\u009d\u0001*"));
        return size(littleEndian(data, 6, 2) & 0x3fff, littleEndian(data, 8, 2) & 0x3fff);
    }

    private static String losslessSize(byte[] data) throws UnreadablePictureException {
        require(data.length >= 5 && data[0] == 0x2f);
        int bits = littleEndian(data, 1, 4);
        return size(1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff));
    }

    private static void require(boolean isSound) throws UnreadablePictureException {
        if (!isSound) {
            throw new UnreadablePictureException("the WebP file is damaged: one of its chunks begins wrongly");
        }
    }

    private static String size(int widthPx, int heightPx) {
        return widthPx + " x " + heightPx;
    }

    private static int littleEndian(byte[] data, int at, int count) {
        int value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = (value << 8) | (data[at + i] & 0xff);
        }
        return value;
    }
}
