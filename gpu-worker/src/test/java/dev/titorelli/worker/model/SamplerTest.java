package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.conformance.Goldens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplerTest {
    private final NDManager scope = OpenModels.scope();
    private final Sampler sampler = new Sampler(scope);

    @AfterEach
    void close() {
        sampler.close();
        scope.close();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8",
        "0, 20",
        "0, 32",
        "0, 768",
        "42, 8",
        "42, 20",
        "42, 32",
        "42, 768",
        "12345, 8",
        "12345, 20",
        "12345, 32",
        "12345, 768"
    })
    void drawsTheNoiseOfTorchsGenerator(long seed, int count) {
        float[] expected = Goldens.floats("rng", "seed%d.n%d".formatted(seed, count));
        assertThat(sampler.noise(scope, seed, count).toFloatArray()).containsExactly(expected, within(1e-6f));
    }

    @Test
    void followsTheOnlyBranchAsItIs() {
        NDArray velocities = sampler.noise(scope, 1, 1, 4, 2, 2);
        assertThat(sampler.guide(scope, velocities, 1, 1).toFloatArray()).isEqualTo(velocities.toFloatArray());
    }

    @Test
    void truncatesToEightBits() {
        NDArray pixels = scope.create(new float[] {-3, 0.999f, 3}, new Shape(1, 3, 1, 1));
        assertThat(sampler.image(pixels).rgb()).containsExactly(0, (byte) 254, (byte) 255);
    }

    @Test
    void knowsWhetherAllIsFinite() {
        assertThat(sampler.allFinite(scope.create(new float[] {1, -2}))).isTrue();
        assertThat(sampler.allFinite(scope.create(new float[] {1, Float.NaN}))).isFalse();
        assertThat(sampler.allFinite(scope.create(new float[] {Float.NEGATIVE_INFINITY})))
                .isFalse();
    }
}
