package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.worker.conditioning.ConditioningException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Skipped steps of a picture; that its batch does not matter is StepBatchTest's. */
class StepCachingTest {
    private static final SamplingParameters WISH =
            new SamplingParameters("a red circle", "<cfg>", List.of(), 64, 48, 8, 2.5, 1.6, true, 1, 3, 64);

    private final OmniGen model = OpenModels.tiny();

    @Test
    void makesTheSkippedStepsWithTheOneBeforeThem() {
        try (Sampling sampling = model.start(WISH.withStepCaching(2))) {
            assertThat(sampling.stepsToCompute()).isEqualTo(5);
            sampling.step();
            assertThat(sampling.stepsDone()).isEqualTo(1);
            sampling.step();
            assertThat(sampling.stepsDone()).isEqualTo(3);
            assertThat(sampling.stepsToCompute()).isEqualTo(3);
        }
    }

    @Test
    void changesThePictureFromTheFirstSkippedStepOn() {
        try (Sampling all = model.start(WISH);
                Sampling some = model.start(WISH.withStepCaching(2))) {
            all.step();
            some.step();
            assertThat(some.latents().toFloatArray())
                    .containsExactly(all.latents().toFloatArray());
            all.step();
            all.step();
            some.step();
            assertThat(some.latents().toFloatArray()).isNotEqualTo(all.latents().toFloatArray());
        }
    }

    @Test
    void refusesALevelThatThereIsNot() {
        assertThatExceptionOfType(ConditioningException.class)
                .isThrownBy(() -> model.start(WISH.withStepCaching(4)))
                .withMessage("stepCaching is 4; allowed: 0 to 3");
    }
}
