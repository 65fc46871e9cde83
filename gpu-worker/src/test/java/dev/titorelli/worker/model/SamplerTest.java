package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.conditioning.InputPicture;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.RgbImage;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void drawsTheReferencesInitialLatents() {
        NDArray noise = sampler.noise(scope, 42, 1, 4, 16, 12);
        assertThat(noise.getShape()).isEqualTo(new Shape(Goldens.shape("rng", "seed42.latent")));
        assertThat(noise.toFloatArray()).containsExactly(Goldens.floats("rng", "seed42.latent"), within(1e-6f));
    }

    @ParameterizedTest
    @CsvSource({"text_only, 3.0, 1.6, 2", "one_image, 2.5, 1.6, 3", "two_images, 2.5, 1.8, 3"})
    void guidesAsTheReference(String request, double guidanceScale, double imageGuidanceScale, int branches) {
        NDArray velocities = scope.create(new Shape(branches, 4, 16, 12));
        String[] names = {".cond", ".uncond", ".img_cond"};
        for (int branch = 0; branch < branches; branch++) {
            velocities.set(
                    new NDIndex(branch),
                    Goldens.tensor(scope, "cfg", request + names[branch]).squeeze(0));
        }
        NDArray guided = sampler.guide(scope, velocities, guidanceScale, imageGuidanceScale);
        assertThat(guided.toFloatArray()).containsExactly(Goldens.floats("cfg", request + ".guided"), within(1e-5f));
    }

    @Test
    void followsTheOnlyBranchAsItIs() {
        NDArray velocities = sampler.noise(scope, 1, 1, 4, 2, 2);
        assertThat(sampler.guide(scope, velocities, 1, 1).toFloatArray()).isEqualTo(velocities.toFloatArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "c", "f_rgba"})
    void turnsPreparedPicturesIntoTheReferencesPixels(String picture) throws Exception {
        byte[] file = Files.readAllBytes(Goldens.image(picture + ".png"));
        RgbImage prepared = InputPicture.prepare(PictureReader.read(file, PixelRules.REFERENCE), 128);
        assertThat(sampler.pixels(scope, prepared).toFloatArray())
                .isEqualTo(Goldens.floats("images", picture + "@128.pixels"));
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
