package dev.titorelli.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {
    private static final Path PICTURES = Path.of("src/test/resources/pictures");
    private static final RgbImage NOISE = noise(33, 17);

    @Test
    void readsPng() throws Exception {
        assertThat(PictureReader.read(PngWriter.write(NOISE, new TreeMap<>()))).isEqualTo(NOISE);
    }

    @Test
    void readsColourAndGrayJpeg() throws Exception {
        RgbImage colour = PictureReader.read(encoded(flat(BufferedImage.TYPE_INT_RGB, 0xff8040), "jpeg"));
        assertThat(colour.widthPx()).isEqualTo(16);
        assertThat(colour.rgb()[0] & 0xff).isBetween(250, 255);
        assertThat(colour.rgb()[1] & 0xff).isBetween(124, 132);
        assertThat(colour.rgb()[2] & 0xff).isBetween(60, 68);
        BufferedImage flat = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(((DataBufferByte) flat.getRaster().getDataBuffer()).getData(), (byte) 100);
        assertThat(PictureReader.read(encoded(flat, "jpeg")).rgb()).containsOnly(100);
    }

    /** A colour profile, an orientation and an alpha channel change nothing; CMYK is mixed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "profile.jpg",
                "cmyk.jpg",
                "rotated-progressive.jpg",
                "gray-alpha.png",
                "palette-2-bit.png",
                "bits.png"
            })
    void readsWhatPillowReads(String name) throws Exception {
        Path expected = PICTURES.resolve("expected").resolve(name.replace(".jpg", ".png"));
        assertThat(PictureReader.read(Files.readAllBytes(PICTURES.resolve(name))))
                .isEqualTo(PictureReader.read(Files.readAllBytes(expected)));
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
        for (String name : List.of("profile.jpg", "cmyk.jpg", "rotated-progressive.jpg", "palette-2-bit.png")) {
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
            PictureReader.read(file);
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
        byte[] rgb = PictureReader.read(encoded(image, "png")).rgb();
        assertThat(new byte[] {rgb[0], rgb[3], rgb[6], rgb[9]}).containsExactly(0, 100, 255, 255);
    }

    @ParameterizedTest
    @CsvSource({
        "GIF89a______, a GIF file",
        "RIFF____WEBP, a WebP file",
        "BM__________, a BMP file",
        "hello, 68 65 6c 6c 6f"
    })
    void namesAnotherKindOfFile(String start, String name) {
        assertUnreadable(start.getBytes(StandardCharsets.US_ASCII), name);
        assertUnreadable(start.getBytes(StandardCharsets.US_ASCII), "allowed: PNG, JPEG");
    }

    @Test
    void rejectsAnEmptyAndACutOffFile() {
        assertUnreadable(new byte[0], "an empty file");
        byte[] file = PngWriter.write(NOISE, new TreeMap<>());
        assertUnreadable(Arrays.copyOf(file, file.length / 2), "can't be decoded");
        assertUnreadable(Arrays.copyOf(file, 20), "can't be decoded");
    }

    @Test
    void looksAtTheHeaderBeforeItDecodesALargePicture() {
        byte[] file = PngWriter.write(NOISE, new TreeMap<>());
        ByteBuffer.wrap(file).putInt(16, 100_000).putInt(20, 100_000);
        assertUnreadable(file, "100000 x 100000 = 10000000000 pixels; allowed: at most 33554432");
    }

    private static void assertUnreadable(byte[] file, String message) {
        assertThatExceptionOfType(UnreadablePictureException.class)
                .isThrownBy(() -> PictureReader.read(file))
                .withMessageContaining(message);
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
