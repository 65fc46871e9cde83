package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.image.RgbImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VaeTest {
    private final NDManager scope = OpenModels.scope();
    private final Vae vae = OpenModels.tiny().pictures().vae();

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void drawsOneSampleAPicture() {
        Sampler sampler = OpenModels.tiny().pictures().sampler();
        InputLatents samples = new InputLatents(vae, sampler, VaePosterior.SAMPLE);
        InputLatents modes = new InputLatents(vae, sampler, VaePosterior.MODE);
        RgbImage picture = new RgbImage(16, 16, new byte[3 * 256]);
        float[] sample = samples.encode(scope, picture).toFloatArray();
        assertThat(samples.encode(scope, picture).toFloatArray()).isEqualTo(sample);
        assertThat(modes.encode(scope, picture).toFloatArray()).isNotEqualTo(sample);
    }
}
