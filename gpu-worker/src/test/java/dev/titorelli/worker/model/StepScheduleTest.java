package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepScheduleTest {

    /** C is computed, - is skipped. */
    @ParameterizedTest
    @CsvSource({
        "0, CCCCCCCCCCCC",
        "1, CCC-CCC-CCCC",
        "2, CC-C-C-C-C-C",
        "3, CC--C--C--CC",
        "3, CC--C--C-C",
        "3, CC-C",
        "2, CC",
        "1, CCC-C",
        "3, C"
    })
    void skipsByItsLevel(int level, String drawn) {
        StepSchedule schedule = StepSchedule.fixed(drawn.length(), level);

        assertThat(IntStream.range(0, drawn.length())
                        .mapToObj(step -> schedule.computes(step) ? "C" : "-")
                        .collect(Collectors.joining()))
                .isEqualTo(drawn);
    }

    @Test
    void neverSkipsTheFirstTwoStepsAndTheLast() {
        for (int level = 0; level <= StepSchedule.MAX_LEVEL; level++) {
            for (int steps = 1; steps <= 60; steps++) {
                StepSchedule schedule = StepSchedule.fixed(steps, level);
                assertThat(schedule.computes(0)).isTrue();
                assertThat(schedule.computes(Math.min(1, steps - 1))).isTrue();
                assertThat(schedule.computes(steps - 1)).isTrue();
            }
        }
    }

    @Test
    void computesFewerStepsAtAHigherLevel() {
        assertThat(IntStream.rangeClosed(0, 3)
                        .map(level -> StepSchedule.fixed(50, level).computedFrom(0)))
                .containsExactly(50, 38, 26, 18);
    }

    @Test
    void restsBeforeComputedStepsAndAtTheEnd() {
        StepSchedule schedule = StepSchedule.fixed(8, 3); // CC--C--C

        assertThat(IntStream.rangeClosed(0, 8).filter(schedule::restsAfter)).containsExactly(0, 1, 4, 7, 8);
    }

    @Test
    void passesFromEachComputedStepToTheNext() {
        StepSchedule schedule = StepSchedule.fixed(12, 3);

        assertThat(schedule.skippedAfter(0)).isZero();
        assertThat(schedule.skippedAfter(1)).isEqualTo(2);
        assertThat(schedule.skippedAfter(11)).isZero();
        assertThat(schedule.computedFrom(4)).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"10, 4", "10, -1", "0, 1"})
    void hasNoOtherLevelsAndAtLeastOneStep(int steps, int level) {
        assertThatIllegalArgumentException().isThrownBy(() -> StepSchedule.fixed(steps, level));
    }
}
