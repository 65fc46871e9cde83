package dev.titorelli.worker.conditioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.worker.conditioning.ConditioningException.Code;
import dev.titorelli.worker.conditioning.PillowResize.Filter;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.image.UnreadablePictureException;
import dev.titorelli.worker.model.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputPictureTest {
    private static final String FILE = "images";

    @ParameterizedTest
    @CsvSource({
        "a, 128",
        "b, 128",
        "c, 128",
        "d, 128",
        "e, 128",
        "b, 256",
        "f_rgba, 128",
        "g_gray, 128",
        "h_palette, 128"
    })
    void preparesPicturesBitForBitAsTheReference(String picture, int maxSizePx) throws Exception {
        RgbImage prepared = InputPicture.prepare(read(picture), maxSizePx);
        assertImage(prepared, picture + "@" + maxSizePx + ".crop");
    }

    @ParameterizedTest
    @CsvSource({"b, 128", "c, 128", "d, 128", "e, 128", "b, 256"})
    void takesTheReferencesStepsOnTheWay(String picture, int maxSizePx) throws Exception {
        RgbImage image = read(picture);
        String name = picture + "@" + maxSizePx;
        JsonNode steps = Goldens.json("manifest.json")
                .path("cases")
                .path("image:" + name)
                .path("steps");
        for (int i = 0; i < steps.size(); i++) {
            Filter filter = Filter.valueOf(steps.get(i).get(0).asText());
            JsonNode size = steps.get(i).get(2);
            image = PillowResize.resize(image, size.get(0).asInt(), size.get(1).asInt(), filter);
            assertImage(image, name + ".step" + i + "_" + filter);
        }
    }

    @ParameterizedTest
    @CsvSource({"a, 97, 53", "a, 200, 150", "c, 64, 64", "b, 33, 300"})
    void resizesBitForBitAsPillow(String picture, int widthPx, int heightPx) throws Exception {
        RgbImage image = read(picture);
        String name = "resize.%s.%dx%d".formatted(picture, widthPx, heightPx);
        assertImage(PillowResize.resize(image, widthPx, heightPx, Filter.BICUBIC), name + ".bicubic");
        assertImage(PillowResize.resize(image, widthPx, heightPx, Filter.BOX), name + ".box");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f_rgba", "g_gray", "h_palette"})
    void readsEveryKindOfPixelAsRgb(String picture) throws Exception {
        assertImage(read(picture), picture + "@128.rgb");
    }

    @Test
    void countsOneTokenAPatch() {
        assertThat(InputPicture.tokens(new RgbImage(48, 32, new byte[48 * 32 * 3])))
                .isEqualTo(6);
    }

    @Test
    void rejectsALineThatVanishesWhenItIsMadeToFit() {
        RgbImage line = new RgbImage(1000, 1, new byte[3000]);
        assertThatExceptionOfType(ConditioningException.class)
                .isThrownBy(() -> InputPicture.prepare(line, 128))
                .withMessageContaining("128 x 0")
                .returns(Code.IMAGE_TOO_NARROW, ConditioningException::code);
    }

    private static void assertImage(RgbImage image, String golden) {
        assertThat(List.of((long) image.heightPx(), (long) image.widthPx(), 3L)).isEqualTo(Goldens.shape(FILE, golden));
        assertThat(image.rgb()).isEqualTo(Goldens.bytesOf(FILE, golden));
    }

    private static RgbImage read(String name) throws IOException, UnreadablePictureException {
        return PictureReader.read(Files.readAllBytes(Goldens.image(name + ".png")), PixelRules.REFERENCE);
    }
}
