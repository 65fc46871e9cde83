package dev.titorelli.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegWriterTest {
    private static final RgbImage IMAGE = gradient();

    @Test
    void writesTheSameBytesForTheSamePicture() {
        assertThat(write(Map.of("seed", "7"), 90)).isEqualTo(write(Map.of("seed", "7"), 90));
    }

    @Test
    void keepsThePictureNearly() throws UnreadablePictureException {
        RgbImage read = PictureReader.read(write(Map.of(), 95), PixelRules.SHOWN);
        assertThat(read.widthPx()).isEqualTo(64);
        assertThat(read.heightPx()).isEqualTo(32);
        for (int i = 0; i < read.rgb().length; i++) {
            assertThat(read.rgb()[i] & 0xff).isBetween((IMAGE.rgb()[i] & 0xff) - 6, (IMAGE.rgb()[i] & 0xff) + 6);
        }
    }

    @Test
    void writesSmallerFilesOfLowerQuality() {
        assertThat(write(Map.of(), 20)).hasSizeLessThan(write(Map.of(), 95).length);
    }

    @Test
    void writesTextsAsComments() {
        String file = new String(write(Map.of("prompt", "a \u65e5"), 90), StandardCharsets.UTF_8);
        assertThat(file).contains("prompt=a \u65e5");
    }

    @Test
    void splitsATextThatIsTooLongForOneComment() throws UnreadablePictureException {
        byte[] file = write(Map.of("prompt", "x".repeat(200_000)), 90);
        assertThat(file).hasSizeGreaterThan(200_000);
        assertThat(PictureReader.read(file, PixelRules.SHOWN).widthPx()).isEqualTo(64);
    }

    @Test
    void saysThatAModelPaintedIt() {
        assertThat(new String(write(Map.of(), 90), StandardCharsets.UTF_8))
                .contains("http://ns.adobe.com/xap/1.0/\0<?xpacket")
                .contains("digitalsourcetype/trainedAlgorithmicMedia");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101})
    void refusesAnotherQuality(int quality) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> write(Map.of(), quality))
                .withMessage("quality is " + quality + "; allowed: 1 to 100");
    }

    private static byte[] write(Map<String, String> text, int quality) {
        return JpegWriter.write(IMAGE, new TreeMap<>(text), quality);
    }

    private static RgbImage gradient() {
        byte[] rgb = new byte[3 * 64 * 32];
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 64; x++) {
                rgb[3 * (64 * y + x)] = (byte) (3 * x);
                rgb[3 * (64 * y + x) + 1] = (byte) (5 * y);
                rgb[3 * (64 * y + x) + 2] = 90;
            }
        }
        return new RgbImage(64, 32, rgb);
    }
}
