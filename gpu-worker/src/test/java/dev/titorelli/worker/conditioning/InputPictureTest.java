package dev.titorelli.worker.conditioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.worker.conditioning.ConditioningException.Code;
import dev.titorelli.worker.image.RgbImage;
import org.junit.jupiter.api.Test;

class InputPictureTest {
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
}
