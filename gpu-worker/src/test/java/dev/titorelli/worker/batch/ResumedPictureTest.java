package dev.titorelli.worker.batch;

import static dev.titorelli.worker.TestJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.schedule.Work;
import dev.titorelli.worker.tensor.ComputeType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promise, with the shipped model: a picture that goes on from a checkpoint has the same pixels. */
final class ResumedPictureTest {

    private static final Path SHAPES = Path.of("../models/shapes");
    private static final RgbImage INPUT = new RgbImage(48, 32, new byte[3 * 48 * 32]);

    @ParameterizedTest
    @EnumSource(ComputeType.class)
    void hasThePixelsOfAnUndisturbedOneFromWhicheverStepItGoesOn(ComputeType compute) {
        try (OmniGen first = OmniGen.open(SHAPES, compute);
                OmniGen second = OmniGen.open(SHAPES, compute)) {
            for (Job job : List.of(plain(), withInput(), withSkippedSteps())) {
                RgbImage undisturbed = image(first, job);
                for (Halfway halfway : halfways(first, job)) {
                    assertThat(resumed(second, job, halfway)).isEqualTo(undisturbed);
                }
            }
        }
    }

    @Test
    void leavesLatentsOfAnotherSizeAloneAndRefusesAStepThatThereIsNot() {
        try (OmniGen model = OmniGen.open(SHAPES);
                Painting painting = started(model, plain())) {
            float[] noise = painting.latents();
            assertThat(painting.goOn(2, new float[3])).isFalse();
            assertThat(painting.stepsDone()).isZero();
            assertThat(painting.latents()).isEqualTo(noise);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> painting.goOn(6, noise))
                    .withMessage("step 6: allowed is 0 to 5");
        }
    }

    @Test
    void comesToRestBeforeComputedStepsOnlyAndRefusesLatentsFromInBetween() {
        try (OmniGen model = OmniGen.open(SHAPES);
                Painting painting = started(model, withSkippedSteps())) {
            float[] noise = painting.latents();
            for (int skipped : new int[] {2, 4}) {
                assertThat(painting.goOn(skipped, noise)).isFalse();
                assertThat(painting.stepsDone()).isZero();
            }
            assertThat(halfways(model, withSkippedSteps()))
                    .extracting(Halfway::step)
                    .containsExactly(1, 3, 5, 6, 7);
        }
    }

    /** Latents, and how many steps they have behind them. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Halfway(int step, float[] latents) {}

    private static RgbImage image(OmniGen model, Job job) {
        try (Painting painting = started(model, job)) {
            finish(model, painting);
            return painting.image();
        }
    }

    /** Wherever a run of the job can be interrupted. */
    private static List<Halfway> halfways(OmniGen model, Job job) {
        List<Halfway> all = new ArrayList<>();
        try (Painting painting = started(model, job)) {
            while (painting.stepsDone() < painting.steps()) {
                turn(model, painting);
                all.add(new Halfway(painting.stepsDone(), painting.latents()));
            }
        }
        return all;
    }

    private static RgbImage resumed(OmniGen model, Job job, Halfway halfway) {
        try (Painting painting = started(model, job)) {
            assertThat(painting.goOn(halfway.step(), halfway.latents())).isTrue();
            assertThat(painting.stepsDone()).isEqualTo(halfway.step());
            finish(model, painting);
            return painting.image();
        }
    }

    private static void finish(OmniGen model, Painting painting) {
        while (painting.stepsDone() < painting.steps()) {
            turn(model, painting);
        }
    }

    private static void turn(OmniGen model, Painting painting) {
        try (PaintedStep one = new OmniGenPainter(model, 0).beginStep(List.of(painting))) {
            one.advance(one.layers());
            assertThat(one.end()).isEmpty();
        }
    }

    private static Painting started(OmniGen model, Job job) {
        Painting painting =
                new OmniGenPainter(model, 0).start(job, job.getInputs().isEmpty() ? List.of() : List.of(INPUT));
        pass(painting);
        return painting;
    }

    /** Computes all passes that are next. */
    private static void pass(Painting painting) {
        Optional<Work> next = painting.next();
        while (next.isPresent() && next.get() instanceof Work.Pass pass) {
            painting.advance(pass.units() - pass.next());
            next = painting.next();
        }
    }

    private static Job plain() {
        return Job.newBuilder(aJob())
                .setSteps(5)
                .setMaxInputSizePx(64)
                .setGuidanceScale(2.5)
                .build();
    }

    /** Steps 2 and 4 of seven are skipped. */
    private static Job withSkippedSteps() {
        return Job.newBuilder(plain()).setSteps(7).setStepCaching(2).build();
    }

    private static Job withInput() {
        return Job.newBuilder(plain())
                .setPrompt("a red circle in <img><|image_1|></img>")
                .setInputs(List.of(ImageObject.newBuilder()
                        .setKey("inputs/acme/in")
                        .setDigest("")
                        .build()))
                .setUseImageGuidance(true)
                .setImageGuidanceScale(1.6)
                .setHeightPx(64)
                .build();
    }
}
