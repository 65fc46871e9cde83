package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.titorelli.worker.checkpoint.AdapterFiles;
import dev.titorelli.worker.conformance.Goldens;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures that go through the steps together, joining and leaving, against the same pictures alone. */
class StepBatchTest {
    private static final CachingFit FIT = new CachingFit("any", List.of(0.0, 0.5, 0.75, 1.0));

    private static final int PICTURES = 7;
    private static OmniGen halved;

    @TempDir
    private static Path other;

    private OmniGen model = OpenModels.tiny();
    private List<LoraAdapter> adapters = List.of();
    private final BoundedPrefixShelf shelf = new BoundedPrefixShelf(1 << 22);

    @ParameterizedTest
    @CsvSource({"F32, 1", "F32, 2", "F32, 3", "BF16, 1", "BF16, 2", "BF16, 3"})
    void aPicturesBitsDoNotDependOnItsBatch(ComputeType compute, long seed) {
        model = compute == ComputeType.BF16 ? halved : OpenModels.tiny();
        adapters = List.of(model.adapter(Goldens.model("lora")), model.adapter(other));
        Random random = new Random(seed);
        List<SamplingParameters> wishes =
                IntStream.range(0, PICTURES).mapToObj(i -> wish(random)).collect(Collectors.toList());
        wishes.add(wishes.get(0).withSeed(seed));

        List<float[]> together = together(wishes, random);

        assertThat(shelf.hits()).as("found on the shelf").isPositive();
        for (int i = 0; i < wishes.size(); i++) {
            assertThat(together.get(i)).as(wishes.get(i).toString()).containsExactly(alone(wishes.get(i)));
        }
    }

    @AfterEach
    void closeWhatTheyShare() {
        shelf.close();
        adapters.forEach(LoraAdapter::close);
    }

    @BeforeAll
    static void open() throws IOException {
        AdapterFiles.random(other, 3, 1);
        halved = OmniGen.open(Goldens.model("omnigen"), ComputeType.BF16);
    }

    @AfterAll
    static void close() {
        halved.close();
    }

    @Test
    void aFinishedPictureTakesNoMoreSteps() {
        try (Sampling sampling = model.start(wish(new Random(1)))) {
            while (sampling.stepsDone() < sampling.steps()) {
                sampling.step();
            }

            assertThatIllegalStateException()
                    .isThrownBy(() -> Sampling.stepTogether(List.of(sampling)))
                    .withMessageContaining("steps are done");
        }
    }

    @Test
    void aPictureThatTurnsNonFiniteFailsAlone() {
        SamplingParameters wish = wish(new Random(5));
        try (Sampling broken = model.start(wish);
                Sampling whole = model.start(wish)) {
            broken.latents(broken.latents().mul(Float.NaN));

            assertThat(Sampling.stepTogether(List.of(broken, whole))).containsExactly(broken);
            assertThat(whole.stepsDone()).isEqualTo(1);
            try (Sampling alone = model.start(wish)) {
                alone.step();
                assertThat(whole.latents().toFloatArray())
                        .containsExactly(alone.latents().toFloatArray());
            }
        }
    }

    /** Up to four at once; a random one joins or leaves between any two steps. */
    private List<float[]> together(List<SamplingParameters> wishes, Random random) {
        PrefixSharing sharing = new PrefixSharing(shelf, "");
        List<Sampling> all =
                wishes.stream().map(wish -> model.start(wish, sharing)).toList();
        List<Sampling> unfinished = new ArrayList<>(all);
        while (!unfinished.isEmpty()) {
            List<Sampling> batch = new ArrayList<>(unfinished);
            Collections.shuffle(batch, random);
            batch = batch.subList(0, Math.min(batch.size(), 1 + random.nextInt(4)));
            assertThat(Sampling.stepTogether(batch)).isEmpty();
            unfinished.removeIf(sampling -> sampling.stepsDone() == sampling.steps());
        }
        List<float[]> latents =
                all.stream().map(sampling -> sampling.latents().toFloatArray()).toList();
        all.forEach(Sampling::close);
        return latents;
    }

    private float[] alone(SamplingParameters wish) {
        try (Sampling sampling = model.start(wish)) {
            while (sampling.stepsDone() < sampling.steps()) {
                sampling.step();
            }
            return sampling.latents().toFloatArray();
        }
    }

    /** Of any size, length, guidance, step count, inputs and adapter. */
    private SamplingParameters wish(Random random) {
        boolean input = random.nextBoolean();
        return new SamplingParameters(
                "a picture of ".repeat(1 + random.nextInt(4)) + (input ? "<img><|image_1|></img>" : "nothing"),
                "ugly ".repeat(1 + random.nextInt(9)),
                input ? List.of(noise(random)) : List.of(),
                16 * (1 + random.nextInt(12)),
                16 * (1 + random.nextInt(12)),
                1 + random.nextInt(6),
                random.nextInt(3) == 0 ? 1 : 2.5,
                1.6,
                random.nextBoolean(),
                1 + random.nextInt(2),
                random.nextInt(1000),
                64,
                adapter(random),
                random.nextInt(4),
                Optional.of(FIT).filter(fit -> random.nextBoolean()));
    }

    private Optional<ScaledAdapter> adapter(Random random) {
        int index = random.nextInt(adapters.size() + 1);
        return index == adapters.size()
                ? Optional.empty()
                : Optional.of(new ScaledAdapter(adapters.get(index), 0.5 + random.nextInt(2)));
    }

    private static RgbImage noise(Random random) {
        byte[] rgb = new byte[3 * 48 * 32];
        random.nextBytes(rgb);
        return new RgbImage(48, 32, rgb);
    }
}
