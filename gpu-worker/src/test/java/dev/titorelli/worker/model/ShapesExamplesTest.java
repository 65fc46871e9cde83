package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.image.UnreadablePictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The pictures that the original's own pipeline made from the shipped model. */
class ShapesExamplesTest {
    private static final Path EXAMPLES = Path.of("../models/shapes/examples");

    @TestFactory
    Stream<DynamicTest> paintsEachExampleOfTheShippedModel() throws IOException {
        JsonNode cases = new ObjectMapper()
                .readTree(EXAMPLES.resolve("examples.json").toFile())
                .path("cases");
        return IntStream.range(0, cases.size())
                .mapToObj(cases::get)
                .map(example -> DynamicTest.dynamicTest(example.path("prompt").asText(), () -> paints(example)));
    }

    private static void paints(JsonNode example) throws IOException, UnreadablePictureException {
        RgbImage expected = picture(example.path("output").asText());
        try (Sampling sampling = OpenModels.shapes().start(parameters(example))) {
            while (sampling.stepsDone() < sampling.steps()) {
                sampling.step();
            }
            RgbImage image = sampling.image();
            assertThat(image.widthPx()).isEqualTo(expected.widthPx());
            int furthest = IntStream.range(0, expected.rgb().length)
                    .map(i -> Math.abs((image.rgb()[i] & 0xff) - (expected.rgb()[i] & 0xff)))
                    .max()
                    .orElseThrow();
            assertThat(furthest).isLessThanOrEqualTo(2);
        }
    }

    private static SamplingParameters parameters(JsonNode example) throws IOException, UnreadablePictureException {
        ModelDefaults defaults = OpenModels.shapes().defaults();
        List<RgbImage> inputs = new ArrayList<>();
        for (JsonNode input : example.path("inputs")) {
            inputs.add(picture(input.asText()));
        }
        return new SamplingParameters(
                example.path("prompt").asText(),
                defaults.negativePrompt(),
                inputs,
                example.path("width").asInt(),
                example.path("height").asInt(),
                defaults.steps(),
                defaults.guidanceScale(),
                defaults.imageGuidanceScale(),
                defaults.useImageGuidance(),
                defaults.timeShift(),
                example.path("seed").asLong(),
                defaults.maxInputSizePx());
    }

    private static RgbImage picture(String name) throws IOException, UnreadablePictureException {
        return PictureReader.read(Files.readAllBytes(EXAMPLES.resolve(name)), PixelRules.REFERENCE);
    }
}
