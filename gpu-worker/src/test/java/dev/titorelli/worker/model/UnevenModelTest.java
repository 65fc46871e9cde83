package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.worker.conformance.Goldens;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.image.UnreadablePictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole requests of a model whose numbers differ: BF16, 3 key heads for 6, long and short rotary factors, a VAE with
 * other channels, a shift factor and one quant convolution.
 */
class UnevenModelTest {
    private static OmniGen model;

    @BeforeAll
    static void open() {
        model = OmniGen.open(Goldens.model("uneven"));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    static Stream<Arguments> requests() {
        JsonNode requests = Goldens.json("uneven.json");
        return IntStream.range(0, requests.size())
                .mapToObj(i -> Arguments.of(i, requests.path(i).path("name").asText(), requests.path(i)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("requests")
    void followsTheReferenceFromTheSeedToThePixels(int index, String name, JsonNode request)
            throws IOException, UnreadablePictureException {
        float[] trajectory = Goldens.floats("uneven", index + ".latents");
        byte[] pixels = Goldens.bytesOf("uneven", index + ".pixels");
        try (Sampling sampling = model.start(parameters(request))) {
            int size = trajectory.length / (sampling.steps() + 1);
            assertThat(sampling.latents().toFloatArray()).isEqualTo(Arrays.copyOf(trajectory, size));
            for (int at = size; at < trajectory.length; at += size) {
                sampling.step();
                assertThat(sampling.latents().toFloatArray())
                        .containsExactly(Arrays.copyOfRange(trajectory, at, at + size), within(1e-3f));
            }
            byte[] painted = sampling.image().rgb();
            assertThat(painted).hasSameSizeAs(pixels);
            assertThat(IntStream.range(0, pixels.length)
                            .map(i -> Math.abs((painted[i] & 0xff) - (pixels[i] & 0xff)))
                            .max()
                            .orElseThrow())
                    .isLessThanOrEqualTo(1);
        }
    }

    private static SamplingParameters parameters(JsonNode request) throws IOException, UnreadablePictureException {
        List<RgbImage> images = new ArrayList<>();
        for (JsonNode name : request.path("images")) {
            images.add(PictureReader.read(Files.readAllBytes(Goldens.image(name.asText())), PixelRules.REFERENCE));
        }
        return new SamplingParameters(
                request.path("prompt").asText(),
                request.path("negativePrompt").asText(),
                images,
                request.path("widthPx").asInt(),
                request.path("heightPx").asInt(),
                request.path("steps").asInt(),
                request.path("guidanceScale").asDouble(),
                request.path("imageGuidanceScale").asDouble(),
                request.path("useImageGuidance").asBoolean(),
                request.path("timeShift").asDouble(),
                request.path("seed").asLong(),
                request.path("maxInputSizePx").asInt());
    }
}
