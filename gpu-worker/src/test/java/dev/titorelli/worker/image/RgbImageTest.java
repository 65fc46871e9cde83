package dev.titorelli.worker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RgbImageTest {
    @Test
    void digestsItsSizeAndItsPixels() {
        RgbImage wide = new RgbImage(2, 1, new byte[] {1, 2, 3, 4, 5, 6});
        RgbImage high = new RgbImage(1, 2, new byte[] {1, 2, 3, 4, 5, 6});
        assertThat(wide.pixelDigest())
                .matches("[0-9a-f]{64}")
                .isEqualTo(new RgbImage(2, 1, new byte[] {1, 2, 3, 4, 5, 6}).pixelDigest())
                .isNotEqualTo(high.pixelDigest());
        assertThat(wide).isNotEqualTo(high);
    }

    @Test
    void hasThreeBytesAPixel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RgbImage(2, 2, new byte[4]))
                .withMessageContaining("2 x 2 pixels need 12 bytes, found 4");
        assertThatIllegalArgumentException().isThrownBy(() -> new RgbImage(0, 0, new byte[0]));
    }
}
