package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.conditioning.ConditioningException;
import dev.titorelli.worker.conditioning.ConditioningException.Code;
import dev.titorelli.worker.conformance.Goldens;
import dev.titorelli.worker.image.RgbImage;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OmniGenTest {
    private static final RgbImage INPUT = new RgbImage(32, 32, new byte[32 * 32 * 3]);
    private final OmniGen model = OpenModels.shapes();

    @Test
    void knowsTheShippedModelsDefaultsAndLimits() {
        assertThat(model.defaults())
                .isEqualTo(new ModelDefaults(128, 128, 20, 2.5, 1.6, true, 1, "<cfg>", 256, VaePosterior.MODE));
        assertThat(model.limits()).isEqualTo(new ModelLimits(256, 256, 16, 500, 10, 3839, 8000, 64));
    }

    @Test
    void paintsTheSamePictureAgain() {
        SamplingParameters parameters = request("a red circle").with(64, 64, 3).build();
        RgbImage first = paint(parameters);
        assertThat(paint(parameters).pixelDigest()).isEqualTo(first.pixelDigest());
        assertThat(paint(request("a red circle").with(64, 64, 3).seed(8).build()))
                .isNotEqualTo(first);
    }

    /** A thread that takes turns: no picture sees the others. */
    @Test
    void paintsTheSamePictureBesideOthers() {
        SamplingParameters parameters = request("a red circle in <|image_1|>")
                .inputs(new RgbImage(48, 32, new byte[3 * 48 * 32]))
                .with(64, 48, 4)
                .build();
        RgbImage alone = paint(parameters);
        try (Sampling other =
                        model.start(request("a blue square").with(96, 64, 5).build());
                Sampling sampling = model.start(parameters);
                Sampling twin = model.start(parameters)) {
            while (twin.stepsDone() < twin.steps()) {
                other.step();
                sampling.step();
                other.image();
                twin.step();
            }
            assertThat(sampling.image()).isEqualTo(alone);
            assertThat(twin.latents().toFloatArray())
                    .isEqualTo(sampling.latents().toFloatArray());
            assertThat(twin.image()).isEqualTo(alone);
        }
    }

    @Test
    void paintsTheSameFromDiffusersLayout() {
        SamplingParameters parameters = request("a small dog").with(64, 64, 2).build();
        float[] expected;
        try (Sampling sampling = OpenModels.tiny().start(parameters)) {
            sampling.step();
            expected = sampling.latents().toFloatArray();
        }
        try (OmniGen diffusers = OmniGen.open(Goldens.model("diffusers"));
                Sampling sampling = diffusers.start(parameters)) {
            sampling.step();
            assertThat(sampling.latents().toFloatArray()).containsExactly(expected, within(1e-4f));
            assertThat(sampling.image().widthPx()).isEqualTo(64);
            assertThat(diffusers.digest()).isNotEqualTo(OpenModels.tiny().digest());
        }
    }

    @Test
    void countsItsTokens() {
        try (Sampling sampling =
                model.start(request("a red circle").with(64, 48, 2).build())) {
            assertThat(sampling.outputTokens()).isEqualTo(12);
            assertThat(sampling.prefixTokens()).as("8 and 6 tokens").isEqualTo(9 + 7);
            assertThat(sampling.steps()).isEqualTo(2);
            assertThat(sampling.stepsDone()).isZero();
            sampling.step();
            assertThat(sampling.stepsDone()).isEqualTo(1);
            assertThat(sampling.image().widthPx()).isEqualTo(64);
            sampling.step();
            assertThatIllegalStateException().isThrownBy(sampling::step);
        }
    }

    @Test
    void leavesNothingOfAStepBehindButItsLatents() {
        try (Sampling sampling =
                model.start(request("a red circle").with(64, 64, 4).build())) {
            sampling.step();
            int tensors = sampling.tensors();
            sampling.step();
            sampling.image();
            assertThat(sampling.tensors()).isEqualTo(tensors);
        }
    }

    @Test
    void needsNoUnconditionalBranchAtGuidanceOne() {
        SamplingParameters alone =
                request("a red circle").with(64, 64, 2).guidance(1).build();
        SamplingParameters nearlyAlone =
                request("a red circle").with(64, 64, 2).guidance(1.0000001).build();
        try (Sampling one = model.start(alone);
                Sampling two = model.start(nearlyAlone)) {
            assertThat(one.prefixTokens()).isLessThan(two.prefixTokens());
            one.step();
            two.step();
            assertThat(one.latents().toFloatArray())
                    .containsExactly(two.latents().toFloatArray(), within(1e-4f));
        }
    }

    @Test
    void guidesThePromptAloneWhenImageGuidanceIsOff() {
        SamplingParameters on = request("remove <img><|image_1|></img>")
                .with(64, 64, 1)
                .inputs(INPUT)
                .build();
        SamplingParameters off = request("remove <img><|image_1|></img>")
                .with(64, 64, 1)
                .inputs(INPUT)
                .imageGuidance(false)
                .build();
        try (Sampling three = model.start(on);
                Sampling two = model.start(off)) {
            assertThat(three.prefixTokens()).isGreaterThan(two.prefixTokens());
        }
    }

    @Test
    void namesTheWordsThatItDoesNotKnow() {
        assertThat(model.unknownWords("a Red heptagon \uD83D\uDE80 and a \u00fcber-heptagon in <img><|image_1|></img>"))
                .containsExactly("heptagon", "ber");
        assertThat(model.unknownWords("a red circle")).isEmpty();
        assertThat(OpenModels.tiny().unknownWords("heptagon \uD83D\uDE80")).isEmpty();
    }

    @Test
    void saysWhatFixesTheNumbers() {
        assertThat(model.profile())
                .containsEntry("model", model.digest())
                .containsEntry("dtype", "f32")
                .containsEntry("device", "cpu")
                .containsEntry("libtorch", "2.7.1")
                .containsKeys("instructionSet", "threads", "linearMode");
        assertThat(model.profileDigest()).matches("[0-9a-f]{64}");
    }

    @Test
    void stopsAPictureWhoseLatentsTurnNonFinite() {
        try (Sampling sampling =
                        model.start(request("a red circle").with(64, 64, 2).build());
                NDManager scope = OpenModels.scope()) {
            sampling.latents(scope.full(new Shape(1, 4, 8, 8), Float.NaN));
            assertThatExceptionOfType(NonFiniteLatentsException.class)
                    .isThrownBy(sampling::step)
                    .withMessageContaining("step 1 of 2");
            assertThat(sampling.stepsDone()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "40,  64, 4,   SIZE_NOT_ALLOWED,      width is 40 pixels; allowed: multiples of 16 from 16 to 256",
        "64, 272, 4,   SIZE_NOT_ALLOWED,      height is 272 pixels; allowed: multiples of 16 from 16 to 256",
        "64,   0, 4,   SIZE_NOT_ALLOWED,      height is 0 pixels",
        "64,  64, 0,   PARAMETER_NOT_ALLOWED, steps is 0; allowed: 1 to 500",
        "64,  64, 501, PARAMETER_NOT_ALLOWED, steps is 501; allowed: 1 to 500"
    })
    void rejectsSizesAndStepsBeyondItsLimits(int widthPx, int heightPx, int steps, Code code, String message) {
        assertRejected(request("a red circle").with(widthPx, heightPx, steps), code, message);
    }

    @Test
    void rejectsScalesThatAreNone() {
        assertRejected(
                request("a circle").guidance(Double.NaN),
                Code.PARAMETER_NOT_ALLOWED,
                "guidanceScale is NaN; allowed: 0 to 100");
    }

    @Test
    void rejectsPicturesThatDoNotMatchTheTags() {
        assertRejected(request("<|image_0|>").inputs(INPUT), Code.UNKNOWN_IMAGE_TAG, "<|image_0|>");
        assertRejected(request("<|image_1|>"), Code.MISSING_IMAGE, "0 input pictures");
        assertRejected(request("a circle").inputs(INPUT), Code.UNUSED_IMAGE, "input picture 1 of 1");
        RgbImage[] eleven = Collections.nCopies(11, INPUT).toArray(RgbImage[]::new);
        assertRejected(
                request("a circle").inputs(eleven), Code.TOO_MANY_IMAGES, "11 input pictures; allowed: at most 10");
    }

    @Test
    void rejectsAPictureThatIsALine() {
        RgbImage line = new RgbImage(256, 2, new byte[256 * 2 * 3]);
        assertRejected(request("<|image_1|>").inputs(line), Code.IMAGE_TOO_NARROW, "2048 x 16 pixels");
    }

    @Test
    void rejectsPromptsBeyondItsLimits() {
        assertRejected(
                request("a".repeat(8001)), Code.PROMPT_TOO_LONG, "prompt has 8001 characters; allowed: at most 8000");
        assertRejected(request("a ".repeat(3900)), Code.TOO_MANY_PREFIX_TOKENS, "tokens; allowed: at most 3839");
    }

    private void assertRejected(Request request, Code code, String message) {
        assertThatExceptionOfType(ConditioningException.class)
                .isThrownBy(() -> model.start(request.build()).close())
                .withMessageContaining(message)
                .returns(code, ConditioningException::code);
    }

    private RgbImage paint(SamplingParameters parameters) {
        try (Sampling sampling = model.start(parameters)) {
            while (sampling.stepsDone() < sampling.steps()) {
                sampling.step();
            }
            return sampling.image();
        }
    }

    private static Request request(String prompt) {
        return new Request(prompt);
    }

    /** A request that reads as a sentence. */
    private static final class Request {
        private final String prompt;
        private List<RgbImage> inputs = List.of();
        private int widthPx = 64;
        private int heightPx = 64;
        private int steps = 2;
        private double guidance = 2.5;
        private boolean imageGuidance = true;
        private long seed = 7;

        Request(String prompt) {
            this.prompt = prompt;
        }

        Request with(int width, int height, int count) {
            widthPx = width;
            heightPx = height;
            steps = count;
            return this;
        }

        Request inputs(RgbImage... images) {
            inputs = List.of(images);
            return this;
        }

        Request guidance(double scale) {
            guidance = scale;
            return this;
        }

        Request imageGuidance(boolean on) {
            imageGuidance = on;
            return this;
        }

        Request seed(long number) {
            seed = number;
            return this;
        }

        SamplingParameters build() {
            return new SamplingParameters(
                    prompt, "<cfg>", inputs, widthPx, heightPx, steps, guidance, 1.6, imageGuidance, 1, seed, 256);
        }
    }
}
