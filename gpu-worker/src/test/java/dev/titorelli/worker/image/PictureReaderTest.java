package dev.titorelli.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {
    private static final Path PICTURES = Path.of("src/test/resources/pictures");
    private static final RgbImage NOISE = noise(33, 17);

    private static RgbImage read(byte[] file) throws UnreadablePictureException {
        return PictureReader.read(file, PixelRules.REFERENCE);
    }

    private static RgbImage readAsShown(String name) throws Exception {
        return PictureReader.read(Files.readAllBytes(PICTURES.resolve(name)), PixelRules.SHOWN);
    }

    @Test
    void readsPng() throws Exception {
        assertThat(read(PngWriter.write(NOISE, new TreeMap<>()))).isEqualTo(NOISE);
    }

    @Test
    void readsColourAndGrayJpeg() throws Exception {
        RgbImage colour = read(encoded(flat(BufferedImage.TYPE_INT_RGB, 0xff8040), "jpeg"));
        assertThat(colour.widthPx()).isEqualTo(16);
        assertThat(colour.rgb()[0] & 0xff).isBetween(250, 255);
        assertThat(colour.rgb()[1] & 0xff).isBetween(124, 132);
        assertThat(colour.rgb()[2] & 0xff).isBetween(60, 68);
        BufferedImage flat = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(((DataBufferByte) flat.getRaster().getDataBuffer()).getData(), (byte) 100);
        assertThat(read(encoded(flat, "jpeg")).rgb()).containsOnly(100);
    }

    /** By the reference's rules a colour profile, an orientation and an alpha channel change nothing; CMYK is mixed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "profile.jpg",
                "cmyk.jpg",
                "rotated-progressive.jpg",
                "gray-alpha.png",
                "palette-2-bit.png",
                "palette-alpha.png",
                "bits.png",
                "lossless-alpha.webp"
            })
    void readsWhatPillowReads(String name) throws Exception {
        Path expected = expected(name, "");
        assertThat(read(Files.readAllBytes(PICTURES.resolve(name)))).isEqualTo(read(Files.readAllBytes(expected)));
    }

    /** Expected is what Pillow composites over white and turns by {@code ImageOps.exif_transpose}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lossless-alpha.webp",
                "palette-alpha.png",
                "gray-see-through.png",
                "colour-key.png",
                "gray-key.png"
            })
    void showsTransparentPartsOverWhite(String name) throws Exception {
        RgbImage expected = read(Files.readAllBytes(expected(name, "-shown")));
        RgbImage shown = readAsShown(name);
        assertThat(largestDifference(shown, expected)).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"turned.webp, turned.png", "turned-in-png.png, turned.png"})
    void turnsAPictureAsItsExifSays(String name, String expected) throws Exception {
        assertThat(readAsShown(name))
                .isEqualTo(read(Files.readAllBytes(PICTURES.resolve("expected").resolve(expected))));
        assertThat(read(Files.readAllBytes(PICTURES.resolve(name))).widthPx()).isEqualTo(64);
    }

    @Test
    void turnsAJpegAsItsExifSays() throws Exception {
        assertThat(readAsShown("rotated-progressive.jpg"))
                .isEqualTo(read(Files.readAllBytes(expected("rotated-progressive.jpg", "-shown"))));
    }

    /** libwebp smooths colours between pixels, the decoder here repeats them: at edges they differ a little. */
    @Test
    void readsLossyWebpNearlyAsPillowDoes() throws Exception {
        RgbImage expected = read(Files.readAllBytes(expected("lossy.webp", "")));
        assertThat(largestDifference(readAsShown("lossy.webp"), expected)).isLessThanOrEqualTo(8);
    }

    @Test
    void rejectsAnAnimatedWebp() throws Exception {
        assertUnreadable(Files.readAllBytes(PICTURES.resolve("animated.webp")), "animated WebP file; allowed: still");
    }

    @Test
    void rejectsAWebpWhoseCanvasHidesALargerPicture() throws Exception {
        byte[] file = Files.readAllBytes(PICTURES.resolve("turned.webp"));
        file[24] = 7; // the canvas is 8 pixels wide, the picture 64
        assertUnreadable(file, "its canvas is of 8 x 48 pixels, its picture of 64 x 48 pixels");
    }

    @Test
    void rejectsAWebpThatIsCutOff() throws Exception {
        byte[] file = Files.readAllBytes(PICTURES.resolve("lossy.webp"));
        assertUnreadable(Arrays.copyOf(file, file.length - 1), "cut off");
    }

    /** 5,000 x 5,000 pixels are promised in 20 bytes of data. */
    @Test
    @Timeout(60)
    void givesUpOnAWebpWhoseDataEndEarly() {
        ByteBuffer file = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(32);
        file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(20);
        file.put((byte) 0x2f).putInt(4999 | (4999 << 14)).put((byte) 0);
        while (file.hasRemaining()) {
            file.put((byte) (17 * file.position()));
        }
        assertUnreadable(file.array(), "can't be decoded");
    }

    @Test
    void scalesSixteenBitGrayToEight() throws Exception {
        BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setPixels(0, 0, 4, 1, new int[] {0, 128, 257 * 100, 65_535});
        byte[] rgb = PictureReader.read(encoded(image, "png"), PixelRules.SHOWN).rgb();
        assertThat(new byte[] {rgb[0], rgb[3], rgb[6], rgb[9]}).containsExactly(0, 0, 100, (byte) 255);
    }

    @Test
    void rejectsAPngWithAWrongChecksum() {
        byte[] file = PngWriter.write(NOISE, new TreeMap<>());
        file[file.length - 20] ^= 1;
        assertUnreadable(file, "the checksum of its chunk IDAT is wrong");
    }

    @Test
    void rejectsAJpegOfTooManyScans() throws Exception {
        byte[] file = Files.readAllBytes(PICTURES.resolve("rotated-progressive.jpg"));
        byte[] scans = new byte[2 * 200];
        for (int i = 0; i < scans.length; i += 2) {
            scans[i] = (byte) 0xff;
            scans[i + 1] = (byte) 0xda;
        }
        byte[] bomb = Arrays.copyOf(file, file.length + scans.length);
        System.arraycopy(scans, 0, bomb, file.length, scans.length);
        assertUnreadable(bomb, "scans; allowed: at most 100");
    }

    /** A text of 64 MiB in 64 kB of deflate, and a profile that is none: neither is looked at. */
    @Test
    void doesNotUnpackTextsAndProfiles() throws Exception {
        byte[] file = PngWriter.write(NOISE, new TreeMap<>());
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(file, 0, 33);
        for (String name : List.of("zTXt", "iCCP")) {
            byte[] data = deflatedBomb();
            bomb.writeBytes(ByteBuffer.allocate(8)
                    .putInt(data.length)
                    .put(name.getBytes(StandardCharsets.US_ASCII))
                    .array());
            bomb.writeBytes(data);
            bomb.writeBytes(new byte[4]);
        }
        bomb.write(file, 33, file.length - 33);
        assertThat(read(bomb.toByteArray())).isEqualTo(NOISE);
    }

    private static Path expected(String name, String suffix) {
        return PICTURES.resolve("expected").resolve(name.substring(0, name.lastIndexOf('.')) + suffix + ".png");
    }

    private static int largestDifference(RgbImage a, RgbImage b) {
        assertThat(a.widthPx()).isEqualTo(b.widthPx());
        assertThat(a.heightPx()).isEqualTo(b.heightPx());
        return IntStream.range(0, a.rgb().length)
                .map(i -> Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff)))
                .max()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 40})
    void rejectsAJpegThatIsCutOff(int missing) throws Exception {
        byte[] file = Files.readAllBytes(PICTURES.resolve("profile.jpg"));
        assertUnreadable(Arrays.copyOf(file, file.length - missing), "cut off");
    }

    @Test
    void neverFailsOtherwiseOnDamagedFiles() throws Exception {
        Random random = new Random(7);
        for (String name : List.of(
                "profile.jpg",
                "cmyk.jpg",
                "rotated-progressive.jpg",
                "palette-2-bit.png",
                "lossy.webp",
                "lossless-alpha.webp")) {
            byte[] file = Files.readAllBytes(PICTURES.resolve(name));
            for (int i = 0; i < 100; i++) {
                byte[] damaged = file.clone();
                damaged[random.nextInt(file.length)] = (byte) random.nextInt(256);
                assertThat(unexpected(Arrays.copyOf(damaged, file.length - random.nextInt(2) * file.length / 3)))
                        .isEmpty();
            }
        }
    }

    private static Optional<Throwable> unexpected(byte[] file) {
        try {
            read(file);
            return Optional.empty();
        } catch (UnreadablePictureException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    /** Pillow clips 16-bit gray to 8 bits. */
    @Test
    void clipsSixteenBitGrayAsPillowDoes() throws Exception {
        BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setPixels(0, 0, 4, 1, new int[] {0, 100, 255, 256});
        byte[] rgb = read(encoded(image, "png")).rgb();
        assertThat(new byte[] {rgb[0], rgb[3], rgb[6], rgb[9]}).containsExactly(0, 100, 255, 255);
    }

    @ParameterizedTest
    @CsvSource({"GIF89a______, a GIF file", "BM__________, a BMP file", "hello, 68 65 6c 6c 6f"})
    void namesAnotherKindOfFile(String start, String name) {
        assertUnreadable(start.getBytes(StandardCharsets.US_ASCII), name);
        assertUnreadable(start.getBytes(StandardCharsets.US_ASCII), "allowed: PNG, JPEG");
    }

    @Test
    void rejectsAnEmptyAndACutOffFile() {
        assertUnreadable(new byte[0], "an empty file");
        byte[] file = PngWriter.write(NOISE, new TreeMap<>());
        assertUnreadable(Arrays.copyOf(file, file.length / 2), "cut off");
        assertUnreadable(Arrays.copyOf(file, 20), "cut off");
    }

    @Test
    void looksAtTheHeaderBeforeItDecodesALargePicture() {
        byte[] file = PngWriter.write(NOISE, new TreeMap<>());
        ByteBuffer.wrap(file).putInt(16, 100_000).putInt(20, 100_000);
        CRC32 crc = new CRC32();
        crc.update(file, 12, 17);
        ByteBuffer.wrap(file).putInt(29, (int) crc.getValue());
        assertUnreadable(file, "100000 x 100000 = 10000000000 pixels; allowed: at most 33554432");
    }

    private static void assertUnreadable(byte[] file, String message) {
        assertThatExceptionOfType(UnreadablePictureException.class)
                .isThrownBy(() -> read(file))
                .withMessageContaining(message);
    }

    private static byte[] deflatedBomb() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("name\0\0".getBytes(StandardCharsets.US_ASCII));
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                deflater.write(zeros);
            }
        }
        return out.toByteArray();
    }

    private static BufferedImage flat(int type, int value) {
        BufferedImage image = new BufferedImage(16, 16, type);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, value);
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    private static RgbImage noise(int widthPx, int heightPx) {
        byte[] rgb = new byte[widthPx * heightPx * 3];
        new Random(1).nextBytes(rgb);
        return new RgbImage(widthPx, heightPx, rgb);
    }
}
