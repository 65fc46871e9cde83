package dev.titorelli.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.fault.CannotStart;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HaltPointTest {

    @ParameterizedTest
    @EnumSource(HaltPoint.class)
    void isChosenByItsWord(HaltPoint point) {
        assertThat(HaltPoint.chosen(Map.of("TITORELLI_HALT_AT", point.word()))).contains(point);
    }

    @Test
    void isNoneWithoutTheVariable() {
        assertThat(HaltPoint.chosen(Map.of())).isEmpty();
        assertThat(HaltPoint.chosen(Map.of("TITORELLI_HALT_AT", " "))).isEmpty();
    }

    @Test
    void refusesAnUnknownWordByName() {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> HaltPoint.chosen(Map.of("TITORELLI_HALT_AT", "mid-step")))
                .withMessage(
                        "TITORELLI_HALT_AT 'mid-step': allowed is after-take, after-started, in-prefill, mid-steps,"
                                + " after-checkpoint, after-put, after-outcome");
    }
}
