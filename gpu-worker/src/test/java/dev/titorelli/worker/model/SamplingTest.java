package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.image.UnreadablePictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingTest {
    private static final String FILE = "sample";
    private final OmniGen model = OpenModels.tiny();

    @ParameterizedTest
    @CsvSource({
        "text_only, 4, 1, text_only.steps4",
        "text_only, 10, 1, text_only.steps10",
        "text_only, 4, 3, text_only.steps4.shift3",
        "one_image, 4, 1, one_image.steps4",
        "one_image, 10, 1, one_image.steps10",
        "two_images, 4, 1, two_images.steps4",
        "two_images, 10, 1, two_images.steps10"
    })
    void followsTheReferencesTrajectoryToTheLastPixel(String request, int steps, double timeShift, String golden)
            throws Exception {
        try (Sampling sampling = model.start(parameters(request, steps, timeShift))) {
            float[] trajectory = Goldens.floats(FILE, golden + ".z");
            followTrajectory(sampling, trajectory, 0, 1);
            if (Goldens.names(FILE).contains(golden + ".u8_original")) {
                assertPixels(sampling.image(), Goldens.bytesOf(FILE, golden + ".u8_original"));
            }
        }
    }

    @Test
    void aBatchsRowsAreWhatEachPromptGivesAlone() {
        JsonNode request = Goldens.json("manifest.json").path("cases").path("sample:text_batch2");
        float[] trajectory = Goldens.floats(FILE, "text_batch2.steps4.z");
        for (int row = 0; row < 2; row++) {
            SamplingParameters parameters = parameters(
                    request.path("prompts").path(row).asText(),
                    List.of(),
                    4,
                    1,
                    request.path("guidance_scale").asDouble(),
                    1.6);
            try (Sampling sampling = model.start(parameters)) {
                followTrajectory(sampling, trajectory, row, 2);
            }
        }
    }

    private static void followTrajectory(Sampling sampling, float[] trajectory, int row, int rows) {
        int size = 4 * 16 * 12;
        try (NDManager scope = OpenModels.scope()) {
            NDArray start =
                    scope.create(Arrays.copyOfRange(trajectory, row * size, (row + 1) * size), new Shape(1, 4, 16, 12));
            sampling.latents(start);
            for (int step = 1; step <= sampling.steps(); step++) {
                sampling.step();
                int at = (step * rows + row) * size;
                assertThat(sampling.latents().toFloatArray())
                        .as("step %d", step)
                        .containsExactly(Arrays.copyOfRange(trajectory, at, at + size), within(1e-3f));
            }
        }
    }

    private static void assertPixels(RgbImage image, byte[] expected) {
        assertThat(image.rgb()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((image.rgb()[i] & 0xff) - (expected[i] & 0xff))
                    .as("byte %d", i)
                    .isBetween(-1, 1);
        }
    }

    static SamplingParameters parameters(String request, int steps, double timeShift)
            throws IOException, UnreadablePictureException {
        JsonNode cases = Goldens.json("manifest.json").path("cases");
        JsonNode processor = cases.path("processor:" + request);
        JsonNode guidance = cases.path("cfg").path(request);
        List<RgbImage> inputs = new ArrayList<>();
        for (JsonNode name : processor.path("images").path(0)) {
            inputs.add(PictureReader.read(Files.readAllBytes(Goldens.image(name.asText())), PixelRules.REFERENCE));
        }
        return parameters(
                processor.path("prompts").path(0).asText(),
                inputs,
                steps,
                timeShift,
                guidance.path("guidance_scale").asDouble(),
                guidance.path("img_guidance_scale").asDouble());
    }

    private static SamplingParameters parameters(
            String prompt, List<RgbImage> inputs, int steps, double timeShift, double guidance, double imageGuidance) {
        String negativePrompt = OpenModels.tiny().defaults().negativePrompt();
        return new SamplingParameters(
                prompt, negativePrompt, inputs, 96, 128, steps, guidance, imageGuidance, true, timeShift, 42, 128);
    }
}
