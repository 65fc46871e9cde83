package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.ImageSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSizeOptionTest {

    private final ImageSizeOption sizes = new ImageSizeOption();

    @Test
    void readsWidthBeforeHeight() {
        assertThat(sizes.convert("128x96")).isEqualTo(new ImageSize(128, 96));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "128", "x96", "128x", "0x16", "-16x16", "128 x 96", "128x96x3", "1e3x16", "99999999x16"})
    void saysWhatIsExpectedOfAnythingElse(String text) {
        assertThatThrownBy(() -> sizes.convert(text))
                .hasMessageStartingWith("'" + text + "': expected WIDTHxHEIGHT in pixels");
    }
}
