package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.image.RgbImage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaeTest {
    private static final String FILE = "vae";
    private static final Vae.Observer NOBODY = (block, output) -> {};
    private final NDManager scope = OpenModels.scope();
    private final Vae vae = OpenModels.tiny().pictures().vae();

    @AfterEach
    void close() {
        scope.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@128", "b@128", "c@128"})
    void encodesAsTheReference(String picture) {
        NDArray pixels = Goldens.tensor(scope, "images", picture + ".pixels").expandDims(0);
        NDArray moments = vae.moments(scope, pixels, NOBODY);
        NDList posterior = vae.script().call("posterior").tensor(moments).tensorsIn(scope);
        NDArray eps = Goldens.tensor(scope, FILE, picture + ".eps");
        assertClose(posterior.get(0), picture + ".mean");
        assertClose(posterior.get(1), picture + ".logvar");
        assertClose(vae.latents(scope, moments, eps), picture + ".sample");
        assertClose(vae.latents(scope, moments, eps.zerosLike()), picture + ".mode");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dec16x12", "dec10x14", "dec_b2_8x8"})
    void decodesAsTheReference(String latents) {
        NDArray all = Goldens.tensor(scope, FILE, latents + ".latent");
        float[] expected = Goldens.floats(FILE, latents + ".image");
        int rows = (int) all.getShape().get(0);
        for (int row = 0; row < rows; row++) {
            NDArray pixels = vae.decode(scope, all.get(row).expandDims(0), NOBODY);
            int size = expected.length / rows;
            assertThat(pixels.toFloatArray())
                    .containsExactly(Arrays.copyOfRange(expected, row * size, (row + 1) * size), within(1e-4f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text_only.steps4", "one_image.steps4", "two_images.steps4"})
    void decodesTheReferencesSamples(String sample) {
        float[] trajectory = Goldens.floats("sample", sample + ".z");
        float[] last = Arrays.copyOfRange(trajectory, trajectory.length - 4 * 16 * 12, trajectory.length);
        NDArray pixels = vae.decode(scope, scope.create(last, new Shape(1, 4, 16, 12)), NOBODY);
        assertThat(pixels.toFloatArray()).containsExactly(Goldens.floats("sample", sample + ".image"), within(1e-4f));
    }

    @Test
    void encodesStageByStage() {
        Map<String, float[]> stages = new HashMap<>();
        NDArray pixels = Goldens.tensor(scope, FILE, "stages.pixels");
        vae.moments(scope, pixels, (block, output) -> stages.put(stage(block), output.toFloatArray()));
        assertStage(stages, "encoder.conv_in", "stages.enc.conv_in");
        for (int i = 0; i < 4; i++) {
            assertStage(stages, "encoder.down_blocks." + i, "stages.enc.down" + i);
        }
        assertStage(stages, "encoder.mid_block", "stages.enc.mid");
        assertStage(stages, "encoder.conv_out", "stages.enc.out");
        assertStage(stages, "quant_conv", "stages.enc.moments");
    }

    @Test
    void decodesStageByStage() {
        Map<String, float[]> stages = new HashMap<>();
        NDArray latents = Goldens.tensor(scope, FILE, "stages.dec.z").mul(0.13025f);
        vae.decode(scope, latents, (block, output) -> stages.put(stage(block), output.toFloatArray()));
        assertStage(stages, "decoder.conv_in", "stages.dec.conv_in");
        assertStage(stages, "decoder.mid_block", "stages.dec.mid");
        for (int i = 0; i < 4; i++) {
            assertStage(stages, "decoder.up_blocks." + i, "stages.dec.up" + i);
        }
        assertStage(stages, "decoder.conv_out", "stages.dec.out");
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

    /**
     * "encoder.down_blocks.1.resnets.0" to "encoder.down_blocks.1": the last block of a stage is the stage's output.
     */
    private static String stage(String block) {
        return block.replaceAll("\\.(resnets|downsamplers|upsamplers|attentions)\\..*", "");
    }

    private static void assertStage(Map<String, float[]> stages, String stage, String golden) {
        assertThat(stages.get(stage)).as(stage).containsExactly(Goldens.floats(FILE, golden), within(1e-4f));
    }

    private static void assertClose(NDArray found, String golden) {
        assertThat(found.toFloatArray()).as(golden).containsExactly(Goldens.floats(FILE, golden), within(1e-4f));
    }
}
