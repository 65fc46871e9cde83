package dev.titorelli.worker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.titorelli.worker.bench.ModelInfo;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.model.SamplingParameters;
import dev.titorelli.worker.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomModelTest {
    private static final ModelShape TINY = new ModelShape(
            new TransformerConfig(64, 96, 2, 4, 4, 32, 4096, 1e-5, 10_000, Optional.empty()),
            new VaeConfig(List.of(16, 16, 16, 16), 1, 8, 0.13025, 0, true, true, true),
            8);

    @TempDir
    private Path directory;

    @Test
    void bothLayoutsHoldTheSameModel() throws IOException {
        float[] original = latents(written(CheckpointLayout.ORIGINAL, ElementType.F32, 7));
        float[] diffusers = latents(written(CheckpointLayout.DIFFUSERS, ElementType.F32, 7));

        assertThat(diffusers).containsExactly(original);
        assertThat(original).doesNotContain(Float.NaN);
    }

    @Test
    void anotherSeedIsAnotherModel() throws IOException {
        float[] seven = latents(written(CheckpointLayout.ORIGINAL, ElementType.F32, 7));

        assertThat(latents(written(CheckpointLayout.ORIGINAL, ElementType.F32, 8)))
                .isNotEqualTo(seven);
    }

    @Test
    void halfTheBytesHoldNearlyTheSameModel() throws IOException {
        Path whole = written(CheckpointLayout.ORIGINAL, ElementType.F32, 7);
        Path half = written(CheckpointLayout.ORIGINAL, ElementType.BF16, 7);

        assertThat(Files.size(half.resolve("model.safetensors")))
                .isLessThan(Files.size(whole.resolve("model.safetensors")) * 6 / 10);
        float[] exact = latents(whole);
        float[] rounded = latents(half);
        for (int i = 0; i < exact.length; i++) {
            assertThat(rounded[i]).isCloseTo(exact[i], within(0.2f));
        }
    }

    @Test
    void describesWhatItWrote() throws IOException {
        ModelInfo info = ModelInfo.of(written(CheckpointLayout.DIFFUSERS, ElementType.BF16, 7));

        assertThat(info.layout()).isEqualTo(CheckpointLayout.DIFFUSERS);
        assertThat(info.layers()).isEqualTo(2);
        assertThat(info.tensorTypes()).containsOnlyKeys("BF16", "F32");
        assertThat(info.limits().maxWidthPx()).isEqualTo(128);
    }

    @Test
    void writesOverNothing() throws IOException {
        Files.writeString(directory.resolve("mine.txt"), "mine");

        assertThatThrownBy(() -> new RandomModel(TINY, CheckpointLayout.ORIGINAL, ElementType.F32, 1).write(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not empty");
    }

    private Path written(CheckpointLayout layout, ElementType type, long seed) throws IOException {
        Path model = directory.resolve(layout + "-" + type + "-" + seed);
        new RandomModel(TINY, layout, type, seed).write(model);
        return model;
    }

    private static float[] latents(Path model) {
        try (OmniGen omniGen = OmniGen.open(model);
                Sampling sampling = omniGen.start(new SamplingParameters(
                        "a red circle", "ugly", List.of(), 64, 64, 2, 2.5, 1.6, true, 1, 3, 64))) {
            sampling.step();
            sampling.step();
            return sampling.latents().toFloatArray();
        }
    }
}
