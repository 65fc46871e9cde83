package dev.titorelli.worker.image;

import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes JPEG files of painted pictures, marked as such. The same pixels, texts and quality give the same bytes on the
 * same Java runtime (the encoder is the runtime's). Stateless; any thread.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">JPEG, B.2</a>
 */
public final class JpegWriter {
    /** Good for most eyes at a fifth of a PNG file's size. */
    public static final int DEFAULT_QUALITY = 90;

    private static final byte[] XMP_NAME = "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.US_ASCII);
    private static final int APP1 = 0xe1;
    private static final int COMMENT = 0xfe;
    private static final int MAX_SEGMENT_BYTES = 0xffff - 2;

    private JpegWriter() {}

    /**
     * A JPEG file of the picture.
     *
     * @param text keyword to text; written in the map's order as a comment of lines {@code keyword=text} in UTF-8
     * @param quality 1 (smallest file) to 100 (best)
     * @throws IllegalArgumentException when the quality is not allowed
     */
    public static byte[] write(RgbImage image, SortedMap<String, String> text, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("quality is " + quality + "; allowed: 1 to 100");
        }
        byte[] bare = encoded(image, quality / 100f);
        int headerEnd = 4 + (((bare[4] & 0xff) << 8) | (bare[5] & 0xff)); // start of image, then JFIF's segment
        ByteArrayOutputStream file = new ByteArrayOutputStream(bare.length + 4096);
        file.write(bare, 0, headerEnd);
        segments(file, APP1, joined(XMP_NAME, AiMarker.xmp()));
        segments(file, COMMENT, comment(text).getBytes(StandardCharsets.UTF_8));
        file.write(bare, headerEnd, bare.length - headerEnd);
        return file.toByteArray();
    }

    private static String comment(SortedMap<String, String> text) {
        return text.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** A comment that is too long for one segment goes on in the next. */
    private static void segments(ByteArrayOutputStream file, int marker, byte[] data) {
        for (int at = 0; at < data.length; at += MAX_SEGMENT_BYTES) {
            int count = Math.min(MAX_SEGMENT_BYTES, data.length - at);
            file.write(0xff);
            file.write(marker);
            file.write((count + 2) >> 8);
            file.write(count + 2);
            file.write(data, at, count);
        }
    }

    private static byte[] encoded(RgbImage image, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(buffered(image), null, null), settings);
            stream.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("can't encode a JPEG file", e);
        } finally {
            writer.dispose();
        }
    }

    /** The picture's own array, seen as ImageIO takes it. */
    private static BufferedImage buffered(RgbImage image) {
        int[] redGreenBlue = {0, 1, 2};
        return new BufferedImage(
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        false,
                        false,
                        ComponentColorModel.OPAQUE,
                        DataBuffer.TYPE_BYTE),
                Raster.createInterleavedRaster(
                        new DataBufferByte(image.rgb(), image.rgb().length),
                        image.widthPx(),
                        image.heightPx(),
                        3 * image.widthPx(),
                        3,
                        redGreenBlue,
                        new Point(0, 0)),
                false,
                null);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
