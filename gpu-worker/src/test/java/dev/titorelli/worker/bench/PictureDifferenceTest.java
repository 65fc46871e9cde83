package dev.titorelli.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.titorelli.worker.image.RgbImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PictureDifferenceTest {

    @Test
    void isNoneBetweenEqualPictures() {
        PictureDifference difference = between(200, 200);

        assertThat(difference.meanAbsolute()).isZero();
        assertThat(difference.psnrDb()).isInfinite();
    }

    /** 20 log10(255 / 5). */
    @Test
    void countsBytesAsNumbersFromZeroTo255() {
        PictureDifference difference = between(125, 130);

        assertThat(difference.meanAbsolute()).isEqualTo(5);
        assertThat(difference.psnrDb()).isCloseTo(34.15, within(0.01));
    }

    private static PictureDifference between(int one, int other) {
        PictureDifference.Sum sum = new PictureDifference.Sum();
        sum.add(plain(one), plain(other));
        return sum.all();
    }

    private static RgbImage plain(int value) {
        byte[] rgb = new byte[3 * 16 * 16];
        Arrays.fill(rgb, (byte) value);
        return new RgbImage(16, 16, rgb);
    }
}
