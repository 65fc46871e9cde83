package dev.titorelli.worker.conditioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.worker.image.RgbImage;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PreparedSizeTest {

    @Test
    void isTheSizeOfThePreparedPicture() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            int width = 4 + random.nextInt(160);
            int height = 4 + random.nextInt(160);
            int max = 16 * (1 + random.nextInt(4)) + random.nextInt(16);
            RgbImage prepared = InputPicture.prepare(new RgbImage(width, height, new byte[3 * width * height]), max);
            assertThat(PreparedSize.of(width, height, max))
                    .as("%d x %d at most %d", width, height, max)
                    .isEqualTo(new PreparedSize(prepared.widthPx(), prepared.heightPx()));
            assertThat(PreparedSize.of(width, height, max).tokens()).isEqualTo(InputPicture.tokens(prepared));
        }
    }

    @Test
    void isBoundedForAPictureWithoutAPatch() {
        assertThat(PreparedSize.of(10_000, 1, 64).tokens()).isBetween(1, 64);
    }
}
