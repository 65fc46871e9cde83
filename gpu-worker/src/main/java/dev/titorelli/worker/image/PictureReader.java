package dev.titorelli.worker.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** Reads picture files. Stateless; any thread. */
public final class PictureReader {
    /** The most pixels that a picture may have: about 100 MB of RGB. The header is asked before anything is decoded. */
    public static final long MAX_PIXELS = 32L << 20;

    private static final String ALLOWED = "PNG, JPEG, WebP";

    private PictureReader() {}

    /**
     * The pixels of a PNG, JPEG or still WebP file in 8-bit RGB: palettes looked up, gray repeated, CMYK mixed, colour
     * profiles ignored; the rest by the rules.
     *
     * @throws UnreadablePictureException when the file is of another kind, damaged, cut off, too large, or of a colour
     *     space that is neither gray, RGB, CMYK nor a palette
     */
    public static RgbImage read(byte[] file, PixelRules rules) throws UnreadablePictureException {
        PictureFormat format = PictureFormat.of(file)
                .orElseThrow(() ->
                        new UnreadablePictureException("the picture is " + nameOf(file) + "; allowed: " + ALLOWED));
        PictureParts parts = PictureParts.of(format, file);
        RgbImage image = decoded(format, parts.pixels(), rules);
        return rules == PixelRules.SHOWN ? Orientation.upright(image, Orientation.of(parts.exif())) : image;
    }

    private static RgbImage decoded(PictureFormat format, byte[] pixels, PixelRules rules)
            throws UnreadablePictureException {
        ImageReader reader = readerOf(format);
        try (EndingInput in = new EndingInput(pixels)) {
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(in, true, true);
            requireSize(reader.getWidth(0), reader.getHeight(0));
            BufferedImage picture = reader.read(0);
            requireWhole(warnings);
            return RgbPixels.of(picture, rules);
        } catch (IOException | RuntimeException e) { // decoders throw both on damaged files
            throw new UnreadablePictureException(
                    "the picture can't be decoded (" + e.getMessage() + "); allowed: whole " + ALLOWED
                            + " files, gray, RGB or CMYK",
                    e);
        } finally {
            reader.dispose();
        }
    }

    /** WebP's is named, not looked up: nothing else that lies on the class path may decode strangers' bytes. */
    private static ImageReader readerOf(PictureFormat format) {
        if (format == PictureFormat.WEBP) {
            return new WebPImageReaderSpi().createReaderInstance(null);
        }
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
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
            throw UnreadablePictureException.cutOff();
        }
    }

    private static String nameOf(byte[] file) {
        String start = new String(file, 0, Math.min(12, file.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("GIF8")) {
            return "a GIF file";
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
