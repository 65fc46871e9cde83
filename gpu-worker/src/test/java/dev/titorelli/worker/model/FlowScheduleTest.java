package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.titorelli.worker.conformance.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowScheduleTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 3", "4, 1", "4, 3", "10, 1", "10, 3", "50, 1", "50, 3"})
    void hasTheReferencesFlowTimes(int steps, int shift) {
        FlowSchedule schedule = new FlowSchedule(steps, shift);
        String name = "steps%d.shift%d".formatted(steps, shift);
        float[] expected = Goldens.floats("scheduler", name);
        float[] diffusers = Goldens.floats("scheduler", "diffusers." + name);
        for (int i = 0; i <= steps; i++) {
            assertThat(schedule.flowTime(i)).isEqualTo(expected[i]).isCloseTo(diffusers[i], within(1e-6f));
        }
    }

    /** The upper half is counted down from 1 and rounded once: OmniGenScheduler(9).sigma. */
    @Test
    void roundsAsTheReferenceDoes() {
        FlowSchedule schedule = new FlowSchedule(9, 1);
        assertThat(schedule.flowTime(5)).isEqualTo(Float.intBitsToFloat(0x3f0e38e4));
        assertThat(schedule.flowTime(6)).isEqualTo(Float.intBitsToFloat(0x3f2aaaab));
        assertThat(schedule.flowTime(7)).isEqualTo(Float.intBitsToFloat(0x3f471c72));
        assertThat(schedule.flowTime(8)).isEqualTo(Float.intBitsToFloat(0x3f638e3a));
    }

    @Test
    void goesFromNoiseToImage() {
        FlowSchedule schedule = new FlowSchedule(7, 2.5);
        assertThat(schedule.flowTime(0)).isZero();
        assertThat(schedule.flowTime(7)).isEqualTo(1);
        assertThat(schedule.stepTimes()).hasSize(7).isSorted();
    }

    @Test
    void needsAStepAndAShiftAboveZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FlowSchedule(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new FlowSchedule(4, Double.NaN));
    }
}
