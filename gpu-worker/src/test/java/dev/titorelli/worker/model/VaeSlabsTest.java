package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.VaeConfig;
import dev.titorelli.worker.checkpoint.VaeLayout;
import dev.titorelli.worker.checkpoint.Weights;
import dev.titorelli.worker.conformance.Goldens;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaeSlabsTest {
    /** Of pixels in -1..1 and of moments; half a step of 8 bits is 39 times as much. */
    private static final float ROUNDING = 1e-4f;

    /** OmniGen-v1's. */
    private static final VaeConfig MEDIUM =
            new VaeConfig(List.of(32, 64, 128, 128), 2, 32, 0.13025, 0, true, true, true);

    private static final VaeConfig PUBLISHED =
            new VaeConfig(List.of(128, 256, 512, 512), 2, 32, 0.13025, 0, true, true, true);

    private static final Vae.Observer NOBODY = (block, output) -> {};
    private static final int BYTES_OF_A_ROW = 1 << 12;

    private final NDManager scope = OpenModels.scope();
    private final ModelDirectory files = ModelDirectory.read(Goldens.model("omnigen"));
    private final Sampler sampler = OpenModels.tiny().pictures().sampler();
    private Vae whole;
    private Vae slabs;

    @BeforeEach
    void open() throws IOException {
        Weights weights =
                Weights.load(scope, files.vaeWeights(), files.vaeLayout().all(), ComputeType.F32);
        whole = new Vae(scope, files.vae(), files.vaeLayout(), weights, VaeSlabs.NONE);
        slabs = new Vae(scope, files.vae(), files.vaeLayout(), weights, new VaeSlabs(0, BYTES_OF_A_ROW));
    }

    @AfterEach
    void close() {
        whole.close();
        slabs.close();
        scope.close();
    }

    @ParameterizedTest
    @CsvSource({"16, 16", "64, 64", "80, 48", "48, 176", "208, 32"})
    void encodeAsTheWholePictureDoes(int height, int width) {
        NDArray pixels = sampler.uniform(scope, 5, 1, 3, height, width).mul(2).sub(1);
        equal(slabs.moments(scope, pixels, NOBODY), whole.moments(scope, pixels, NOBODY));
    }

    @ParameterizedTest
    @CsvSource({"16, 16", "64, 64", "80, 48", "48, 176", "208, 32"})
    void decodeAsTheWholePictureDoes(int height, int width) {
        NDArray latents = sampler.noise(scope, 5, 1, 4, height / 8, width / 8);
        equal(slabs.decode(scope, latents, NOBODY), whole.decode(scope, latents, NOBODY));
    }

    private static void equal(NDArray found, NDArray expected) {
        assertThat(found.getShape()).isEqualTo(expected.getShape());
        float[] values = expected.toFloatArray();
        float[] others = found.toFloatArray();
        float worst = 0;
        for (int i = 0; i < values.length; i++) {
            worst = Math.max(worst, Math.abs(values[i] - others[i]));
        }
        assertThat(worst).isCloseTo(0, within(ROUNDING));
    }

    @Test
    void leaveTheLatentsAsTheyWere() {
        NDArray latents = sampler.noise(scope, 5, 1, 4, 8, 8);
        float[] before = latents.toFloatArray();
        float[] first = slabs.decode(scope, latents, NOBODY).toFloatArray();
        assertThat(latents.toFloatArray()).isEqualTo(before);
        assertThat(slabs.decode(scope, latents, NOBODY).toFloatArray()).isEqualTo(first);
    }

    @Test
    void followFromTheSizeAlone() {
        assertThat(VaeSlabs.DEFAULT.whole(512, 512)).isTrue();
        assertThat(VaeSlabs.DEFAULT.whole(1024, 512)).isTrue();
        assertThat(VaeSlabs.DEFAULT.whole(768, 768)).isFalse();
        assertThat(VaeSlabs.DEFAULT.whole(1024, 1024)).isFalse();
    }

    @Test
    void takeLittleMoreThanAnInputAndAnOutput() {
        VaeLayout published = VaeLayout.of(PUBLISHED);
        VaeLayout medium = VaeLayout.of(MEDIUM);
        VaeMemory cut = new VaeMemory(VaeSlabs.DEFAULT);
        VaeMemory uncut = new VaeMemory(VaeSlabs.NONE);

        assertThat(cut.decode(medium, 1024, 1024) >> 20).isLessThan(450);
        assertThat(cut.decode(published, 1024, 1024)).isLessThan(uncut.decode(published, 1024, 1024) * 2 / 3);
        assertThat(cut.decode(published, 2048, 2048)).isLessThan(uncut.decode(published, 2048, 2048) * 2 / 3);
        assertThat(cut.encode(published, 1024, 1024)).isLessThan(uncut.encode(published, 1024, 1024) * 2 / 3);
        assertThat(cut.decode(published, 512, 512)).isEqualTo(uncut.decode(published, 512, 512));
    }
}
