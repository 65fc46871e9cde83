package dev.titorelli.worker.batch;

import static dev.titorelli.worker.TestJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.titorelli.Adapter;
import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.worker.adapter.AdapterHold;
import dev.titorelli.worker.adapter.AdapterObjects;
import dev.titorelli.worker.checkpoint.AdapterFolder;
import dev.titorelli.worker.checkpoint.RandomAdapter;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.schedule.JobBytes;
import dev.titorelli.worker.schedule.JobSize;
import dev.titorelli.worker.schedule.SliceKind;
import dev.titorelli.worker.schedule.Work;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted of a job before it begins, with the shipped model. */
final class OmniGenPainterTest {

    private static final OmniGen MODEL = OmniGen.open(Path.of("../models/shapes"));
    private static final RgbImage INPUT = new RgbImage(70, 40, new byte[3 * 70 * 40]);
    private final OmniGenPainter painter = new OmniGenPainter(MODEL, 1L << 30);

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Test
    void countsTheRowsThatAPictureThenHas() {
        for (Job job : List.of(plain(), withInput(70, 40), unguided())) {
            List<RgbImage> inputs = job.getInputs().isEmpty() ? List.of() : List.of(INPUT);
            try (Painting painting = painter.start(job, inputs)) {
                assertThat(painter.size(job)).isEqualTo(new JobSize(painting.rows(), painting.steps()));
            }
        }
    }

    @Test
    void countsTheMostForAPictureOfUnknownSize() {
        JobBytes bytes = new JobBytes(painter.sizes());
        assertThat(bytes.all(painter.size(withInput(0, 0))))
                .isGreaterThan(bytes.all(painter.size(withInput(48, 48))))
                .isEqualTo(bytes.all(painter.size(withInput(500, 500))));
    }

    @Test
    void countsAJobOutsideOfTheLimitsToo() {
        Job job = Job.newBuilder(withInput(4000, 1))
                .setWidthPx(Integer.MAX_VALUE)
                .setHeightPx(-5)
                .setSteps(0)
                .setMaxInputSizePx(0)
                .build();
        assertThat(painter.size(job).steps()).isEqualTo(1);
    }

    @Test
    void countsWhatIsKeptInEitherType() {
        prepared(painter, unguided()).close();
        try (OmniGen half = OmniGen.open(Path.of("../models/shapes"), ComputeType.BF16)) {
            OmniGenPainter other = new OmniGenPainter(half, 1L << 30);
            prepared(other, unguided()).close();
            assertThat(other.keptPrefixes().bytes()).isPositive();
            assertThat(2 * other.keptPrefixes().bytes())
                    .isEqualTo(painter.keptPrefixes().bytes());
            other.freeMemory();
        }
    }

    @Test
    void dropsKeptPrefixesThatJobsNeedTheMemoryOf() {
        prepared(painter, plain()).close();
        long kept = painter.keptPrefixes().bytes();
        assertThat(kept).isPositive();
        painter.keepPrefixes(kept - 1);
        assertThat(painter.keptPrefixes().bytes()).isPositive().isLessThan(kept);
        prepared(painter, plain()).close();
        assertThat(painter.keptPrefixes().bytes()).isLessThan(kept);
        painter.keepPrefixes(0);
        assertThat(painter.keptPrefixes().bytes()).isZero();
    }

    @Test
    void loadsAJobsAdapterOnceForAllThatHoldIt(@TempDir Path folder) throws IOException {
        RandomAdapter.write(folder, Path.of("../models/shapes"), 1);
        Job job = adapted(AdapterFolder.digest(folder));
        InMemoryObjectStore store = new InMemoryObjectStore();
        AdapterObjects.store(store, folder, job.getAdapterDigest());
        try (AdapterHold hold = painter.hold(job, store);
                AdapterHold again = painter.hold(job, new InMemoryObjectStore());
                Painting painting = prepared(painter, job)) {
            assertThat(again).isNotSameAs(hold);
            assertThat(painter.adapters()).containsExactly("shapes/ink");
            painter.keepPrefixes(0);
            try (PaintedStep step = painter.beginStep(List.of(painting))) {
                step.advance(step.layers());
                assertThat(step.end()).isEmpty();
            }
            assertThat(painting.stepsDone()).isEqualTo(1);
        }
        assertThat(painter.adapters()).isEmpty();
    }

    @Test
    void failsAJobWhoseAdapterIsNotThere() {
        Throwable thrown = catchThrowable(() -> painter.hold(adapted("0".repeat(64)), new InMemoryObjectStore()));

        assertThat(Fault.of(thrown)).isInstanceOfSatisfying(Fault.Data.class, data -> assertThat(data.code())
                .isEqualTo(FaultCode.ADAPTER_NOT_FOUND));
    }

    private static Job adapted(String digest) {
        return Job.newBuilder(plain())
                .setModel("shapes")
                .setAdapter(new Adapter("ink", 0.5))
                .setAdapterDigest(digest)
                .build();
    }

    @Test
    void takesWhatAnotherPictureLeftWhileItWaited() {
        Painting waiting = painter.start(unguided(), List.of());
        assertThat(waiting.next().orElseThrow()).isInstanceOf(Work.Pass.class);
        prepared(painter, unguided()).close();
        assertThat(waiting.next().orElseThrow()).isInstanceOf(Work.Steps.class);
        assertThat(waiting.prefixWasKept()).isTrue();
        waiting.close();
    }

    @Test
    void givesUpWhatItHasBegunWhenAnotherPictureIsDoneBefore() {
        long before = painter.nativeArrays();
        Painting begun = painter.start(unguided(), List.of());
        begun.next();
        begun.advance(1);
        long half = painter.nativeArrays() - before;
        prepared(painter, unguided()).close();
        long without = painter.nativeArrays() - half;
        Painting found = prepared(painter, unguided());
        long each = painter.nativeArrays() - half - without;
        found.close();
        assertThat(begun.next().orElseThrow()).isInstanceOf(Work.Steps.class);
        assertThat(painter.nativeArrays() - without).as("its half is freed").isEqualTo(each);
        assertThat(begun.prefixWasKept()).as("a part was computed").isFalse();
        begun.close();
    }

    @Test
    void namesTheSamePrefixForPicturesOfTwoSizesAndThenItsTimeTokens() {
        Painting small = painter.start(unguided(), List.of());
        Painting large = painter.start(
                Job.newBuilder(unguided()).setWidthPx(64).setHeightPx(64).build(), List.of());
        Work.Pass prefill = (Work.Pass) small.next().orElseThrow();
        large.next();
        Optional<String> prefix = small.coming();
        assertThat(prefix).isPresent().isEqualTo(large.coming());
        small.advance(prefill.units());
        small.next();
        assertThat(small.coming()).isPresent().isNotEqualTo(prefix);
        assertThat(prepared(painter, unguided()).coming()).isEmpty();
        small.close();
        large.close();
    }

    @Test
    void namesNoPrefixThatNobodyWouldFind() {
        Painting painting = new OmniGenPainter(MODEL, 0).start(unguided(), List.of());
        painting.next();
        assertThat(painting.coming()).isEmpty();
        painting.close();
    }

    @Test
    void leavesNothingOfAPrefillThatWasBrokenOff() {
        Painting broken = painter.start(unguided(), List.of());
        Work.Pass whole = (Work.Pass) broken.next().orElseThrow();
        assertThat(whole.units()).isGreaterThan(1);
        broken.advance(1);
        assertThat(broken.next()).hasValue(new Work.Pass(SliceKind.PREFILL, whole.size(), 1, whole.units()));
        broken.close();
        assertThat(painter.keptPrefixes()).isEqualTo(new KeptPrefixes(0, 0, 0, 0));
        Painting next = prepared(painter, unguided());
        assertThat(next.prefixWasKept()).isFalse();
        next.close();
    }

    private static Painting prepared(OmniGenPainter painter, Job job) {
        Painting painting = painter.start(job, List.of());
        while (painting.next().orElseThrow() instanceof Work.Pass pass) {
            painting.advance(pass.units() - pass.next());
        }
        return painting;
    }

    private static Job plain() {
        return Job.newBuilder(aJob()).setGuidanceScale(2).setMaxInputSizePx(64).build();
    }

    private static Job unguided() {
        return Job.newBuilder(plain()).setGuidanceScale(1).build();
    }

    private static Job withInput(int widthPx, int heightPx) {
        return Job.newBuilder(plain())
                .setPrompt("a red circle in <img><|image_1|></img>")
                .setInputs(List.of(ImageObject.newBuilder()
                        .setKey("inputs/acme/in")
                        .setWidthPx(widthPx)
                        .setHeightPx(heightPx)
                        .build()))
                .setUseImageGuidance(true)
                .build();
    }
}
