package dev.titorelli.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngWriterTest {
    private static final RgbImage IMAGE = gradient();

    @Test
    void writesTheSameBytesForTheSamePicture() {
        TreeMap<String, String> text = new TreeMap<>(Map.of("Title", "a circle", "seed", "7"));
        assertThat(PngWriter.write(IMAGE, text)).isEqualTo(PngWriter.write(IMAGE, text));
    }

    @Test
    void writesLatinTextPlainAndOtherTextAsUtf8() {
        TreeMap<String, String> text = new TreeMap<>(Map.of("prompt", "ein gr\u00fcner Kreis", "wish", "\u65e5\u672c"));
        String file = new String(PngWriter.write(IMAGE, text), StandardCharsets.ISO_8859_1);
        assertThat(file).contains("tEXtprompt\0ein gr\u00fcner Kreis");
        String utf8 = new String("\u65e5\u672c".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(file).contains("iTXtwish\0\0\0\0\0" + utf8);
    }

    @Test
    void saysThatAModelPaintedIt() {
        assertThat(new String(PngWriter.write(IMAGE, new TreeMap<>()), StandardCharsets.UTF_8))
                .contains("iTXtXML:com.adobe.xmp\0\0\0\0\0<?xpacket")
                .contains("digitalsourcetype/trainedAlgorithmicMedia");
    }

    @Test
    void keepsThePixels() throws UnreadablePictureException {
        RgbImage read =
                PictureReader.read(PngWriter.write(IMAGE, new TreeMap<>(Map.of("a", "\u65e5"))), PixelRules.REFERENCE);
        assertThat(read.pixelDigest()).isEqualTo(IMAGE.pixelDigest());
    }

    @Test
    void filtersSmoothPicturesSmall() {
        assertThat(PngWriter.write(IMAGE, new TreeMap<>())).hasSizeLessThan(IMAGE.rgb().length / 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " outer", "two  spaces", "line\nfeed", "\u65e5"})
    void rejectsKeywordsThatPngDoesNotAllow(String keyword) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PngWriter.write(IMAGE, new TreeMap<>(Map.of(keyword, "x"))));
    }

    private static RgbImage gradient() {
        byte[] rgb = new byte[96 * 64 * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i / 3 % 96 + i / 288);
        }
        return new RgbImage(96, 64, rgb);
    }
}
