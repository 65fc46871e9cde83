package dev.titorelli.worker.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads picture files. Stateless; any thread. */
public final class PictureReader {
    /** The most pixels that a picture may have: about 100 MB of RGB. The header is asked before anything is decoded. */
    public static final long MAX_PIXELS = 32L << 20;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

    private PictureReader() {}

    /**
     * The pixels of a PNG or JPEG file, as Pillow's {@code Image.open(file).convert("RGB")} gives them: alpha dropped,
     * palettes looked up, gray repeated, CMYK mixed, colour profiles and EXIF orientation ignored.
     *
     * @throws UnreadablePictureException when the file is of another kind, damaged, too large, or of a colour space
     *     that is neither gray, RGB, CMYK nor a palette
     */
    public static RgbImage read(byte[] file) throws UnreadablePictureException {
        ImageReader reader = readerFor(file);
        try (MemoryCacheImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(pixelsOf(file)))) {
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(in, true, true);
            requireSize(reader.getWidth(0), reader.getHeight(0));
            BufferedImage picture = reader.read(0);
            requireWhole(warnings);
            return RgbPixels.of(picture);
        } catch (IOException | RuntimeException e) { // ImageIO's decoders throw both on damaged files
            throw new UnreadablePictureException(
                    "the picture can't be decoded (" + e.getMessage()
                            + "); allowed: whole PNG and JPEG files, gray, RGB or CMYK",
                    e);
        } finally {
            reader.dispose();
        }
    }

    private static byte[] pixelsOf(byte[] file) {
        return startsWith(file, JPEG) ? JpegProfile.removed(file) : file;
    }

    private static ImageReader readerFor(byte[] file) throws UnreadablePictureException {
        String format = startsWith(file, PNG) ? "png" : startsWith(file, JPEG) ? "jpeg" : null;
        if (format == null) {
            throw new UnreadablePictureException("the picture is " + nameOf(file) + "; allowed: PNG, JPEG");
        }
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new IllegalStateException("this Java runtime has no " + format + " reader (module java.desktop)");
        }
        return readers.next();
    }

    private static void requireSize(int widthPx, int heightPx) throws UnreadablePictureException {
        if ((long) widthPx * heightPx > MAX_PIXELS) {
            throw new UnreadablePictureException("the picture has %d x %d = %d pixels; allowed: at most %d"
                    .formatted(widthPx, heightPx, (long) widthPx * heightPx, MAX_PIXELS));
        }
    }

    /** ImageIO paints what a cut off JPEG file lacks gray, and only warns. */
    private static void requireWhole(List<String> warnings) throws UnreadablePictureException {
        if (warnings.stream().anyMatch(warning -> warning.startsWith("Truncated File"))) {
            throw new UnreadablePictureException("the picture is cut off; allowed: whole PNG and JPEG files");
        }
    }

    private static boolean startsWith(byte[] file, byte[] magic) {
        return file.length >= magic.length && Arrays.equals(file, 0, magic.length, magic, 0, magic.length);
    }

    private static String nameOf(byte[] file) {
        String start = new String(file, 0, Math.min(12, file.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("GIF8")) {
            return "a GIF file";
        }
        if (start.startsWith("RIFF") && start.endsWith("WEBP")) {
            return "a WebP file";
        }
        if (start.startsWith("BM")) {
            return "a BMP file";
        }
        return file.length == 0
                ? "an empty file"
                : "an unknown kind of file (it starts with the bytes "
                        + HexFormat.ofDelimiter(" ").formatHex(file, 0, Math.min(8, file.length)) + ")";
    }
}
