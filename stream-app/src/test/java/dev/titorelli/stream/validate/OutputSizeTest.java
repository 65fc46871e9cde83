package dev.titorelli.stream.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.ImageSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputSizeTest {

    @ParameterizedTest
    @CsvSource({
        "200, 100, 256, 192, 96", // only cropped
        "512, 256, 256, 256, 128", // scaled to the longer side
        "2048, 1024, 256, 256, 128", // halved first
        "300, 200, 256, 256, 160", // 256 x 170.67, cropped
        "8, 100, 256, 16, 192", // scaled up to 16 pixels
        "100, 100, 1073741824, 96, 96", // a limit whose double is no int
        "1000, 10, 256, 1360, 16" // 256 x 3 after scaling, then up to 16
    })
    void preparesAnInputAsTheModelDoes(int width, int height, int max, int preparedWidth, int preparedHeight) {
        assertThat(OutputSize.prepared(width, height, max)).isEqualTo(new ImageSize(preparedWidth, preparedHeight));
    }
}
