package dev.titorelli.worker.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EditWeightsTest {
    private static final float[] INPUT = {0, 0, 0, 0};

    @Test
    void dropsAPictureThatStaysTheSame() {
        assertThat(EditWeights.clamped(INPUT, INPUT)).containsOnly(0);
    }

    @Test
    void countsChangedPlacesMoreWhereLittleChanges() {
        assertThat(EditWeights.clamped(new float[] {0.4f, 0, 0, 0}, INPUT)).containsExactly(9.9999f, 1, 1, 1);
    }

    @Test
    void countsAllAlikeWhereMuchChanges() {
        assertThat(EditWeights.clamped(new float[] {4, 0, 0, 0}, INPUT)).containsOnly(1);
    }

    @Test
    void dividesByTheSquaredDistanceAsThePaperDoes() {
        assertThat(EditWeights.ofThePaper(new float[] {2, 0, 0, 0}, INPUT)).containsExactly(0.25f, 1, 1, 1);
    }
}
