package dev.titorelli.stream.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NominalCostTest {

    @Test
    void growsWithStepsAndOutputTokens() {
        assertThat(NominalCost.ms(job(10, 256))).isEqualTo(282);
        assertThat(NominalCost.ms(job(20, 256))).isEqualTo(538);
        assertThat(NominalCost.ms(job(10, 512))).isGreaterThan(3 * NominalCost.ms(job(10, 256)));
    }

    @Test
    void countsTheBranchesThatChangeThePicture() {
        Job plain = job(10, 256);
        Job guided = job(10, 256);
        guided.setGuidanceScale(2.5);
        Job byImages = job(10, 256);
        byImages.setInputs(List.of(new ImageObject("k", "d", "image/png", 256, 256)));
        byImages.setUseImageGuidance(true);

        assertThat(List.of(plain, guided, byImages))
                .extracting(NominalCost::branches)
                .containsExactly(1, 2, 3);
    }

    @Test
    void anInputCostsWhatTheModelSeesOfIt() {
        Job small = job(10, 256);
        small.setMaxInputSizePx(256);
        small.setInputs(List.of(new ImageObject("k", "d", "image/png", 256, 256)));
        Job large = Job.newBuilder(small)
                .setInputs(List.of(new ImageObject("k", "d", "image/png", 4096, 4096)))
                .build();

        assertThat(NominalCost.ms(large)).isEqualTo(NominalCost.ms(small));
        assertThat(NominalCost.ms(small)).isGreaterThan(NominalCost.ms(job(10, 256)));
    }

    @Test
    void realTimeIsWhatJobsTookElseWhatWorkersMeasuredElseNominal() {
        Calibration costs = new Calibration(0, 0);
        assertThat(costs.factor(OptionalDouble.empty())).isEqualTo(1);
        assertThat(costs.factor(OptionalDouble.of(3))).isEqualTo(3);

        costs.learn(100, 250);
        assertThat(costs.factor(OptionalDouble.of(3))).isEqualTo(2.5);
    }

    @Test
    void newerJobsCountMore() {
        Calibration costs = new Calibration(0, 0);
        for (int i = 0; i < 1_000; i++) {
            costs.learn(100, 1_000);
        }
        for (int i = 0; i < 500; i++) {
            costs.learn(100, 100);
        }

        assertThat(costs.factor(OptionalDouble.empty())).isBetween(1.0, 1.1);
    }

    private static Job job(int steps, int sidePx) {
        return Job.newBuilder()
                .setJobId("acme/r/image/0")
                .setTenant("acme")
                .setRequestId("r")
                .setStage("image")
                .setPrompt("a heath landscape")
                .setSteps(steps)
                .setWidthPx(sidePx)
                .setHeightPx(sidePx)
                .build();
    }
}
