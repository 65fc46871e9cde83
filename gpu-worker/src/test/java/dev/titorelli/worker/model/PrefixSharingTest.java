package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.worker.conformance.Goldens;
import dev.titorelli.worker.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pictures that find their prefixes on a shelf, against the same pictures alone. */
class PrefixSharingTest {
    private final OmniGen model = OpenModels.tiny();
    private final BoundedPrefixShelf shelf = new BoundedPrefixShelf(1 << 24);
    private final PrefixSharing sharing = new PrefixSharing(shelf, "tenant");

    @AfterEach
    void close() {
        shelf.close();
    }

    @Test
    void computesThePrefixesOfASeedSweepOnce() {
        SamplingParameters wish = wish(64, 48);
        float[] first = paint(wish, sharing);
        assertThat(shelf.size()).as("three branches and their time tokens").isEqualTo(6);
        assertThat(shelf.hits()).isZero();

        float[] second = paint(wish.withSeed(8), sharing);

        assertThat(shelf.size()).isEqualTo(6);
        assertThat(shelf.hits()).isEqualTo(6);
        assertThat(first).containsExactly(paint(wish, PrefixSharing.NONE));
        assertThat(second).containsExactly(paint(wish.withSeed(8), PrefixSharing.NONE));
    }

    @Test
    void keepsTheBitsOfPicturesThatShareInOneBatch() {
        List<SamplingParameters> wishes = List.of(
                wish(64, 48),
                wish(64, 48).withSeed(8),
                wish(96, 80),
                wish(32, 32),
                wish(96, 80).withSeed(9));
        List<Sampling> batch = new ArrayList<>();
        wishes.forEach(wish -> batch.add(model.start(wish, sharing)));
        while (batch.get(0).stepsDone() < batch.get(0).steps()) {
            assertThat(Sampling.stepTogether(batch)).isEmpty();
        }
        for (int i = 0; i < wishes.size(); i++) {
            assertThat(batch.get(i).latents().toFloatArray()).containsExactly(paint(wishes.get(i), PrefixSharing.NONE));
        }
        batch.forEach(Sampling::close);
        assertThat(shelf.size()).as("of all sizes").isEqualTo(6);
    }

    @Test
    void goesOnWithWhatTheShelfHasDropped() {
        try (Sampling sampling = model.start(wish(64, 48), sharing)) {
            sampling.step();
            shelf.close();
            while (sampling.stepsDone() < sampling.steps()) {
                sampling.step();
            }
            assertThat(sampling.latents().toFloatArray()).containsExactly(paint(wish(64, 48), PrefixSharing.NONE));
        }
    }

    @Test
    void sharesPrefixesButNotTimeTokensBetweenStepCountsAndShifts() {
        paint(wish(64, 48), sharing);
        paint(wish(64, 48, 5, 1), sharing);
        assertThat(shelf.hits()).as("three prefixes").isEqualTo(3);
        assertThat(shelf.size()).isEqualTo(9);
        paint(wish(64, 48, 3, 2), sharing);
        assertThat(shelf.hits()).isEqualTo(6);
        assertThat(shelf.size()).isEqualTo(12);
    }

    @Test
    void sharesTheModelsOwnNegativePromptAloneBetweenTenants() {
        paint(wish(64, 48), sharing);
        paint(wish(64, 48), new PrefixSharing(shelf, "another"));
        assertThat(shelf.hits())
                .as("the unconditional branch and its time tokens")
                .isEqualTo(2);
        assertThat(shelf.size()).isEqualTo(6 + 4);
    }

    @Test
    void keepsPrefixesOfOtherPicturesAndAdaptersApart() {
        paint(wish(64, 48), sharing);
        paint(
                new SamplingParameters(
                        wish(64, 48).prompt(),
                        model.defaults().negativePrompt(),
                        List.of(noise(2)),
                        64,
                        48,
                        3,
                        2.5,
                        1.6,
                        true,
                        1,
                        7,
                        64),
                sharing);
        assertThat(shelf.hits()).as("the unconditional branch").isEqualTo(2);
        try (LoraAdapter adapter = model.adapter(Goldens.model("lora"))) {
            paint(wish(64, 48).withAdapter(Optional.of(new ScaledAdapter(adapter, 1))), sharing);
            paint(wish(64, 48).withAdapter(Optional.of(new ScaledAdapter(adapter, 0.5))), sharing);
            assertThat(shelf.hits()).isEqualTo(2);
        }
        try (LoraAdapter again = model.adapter(Goldens.model("lora"))) {
            SamplingParameters wish = wish(64, 48).withAdapter(Optional.of(new ScaledAdapter(again, 1)));
            float[] shared = paint(wish, sharing);
            assertThat(shelf.hits()).as("the same adapter, opened again").isEqualTo(8);
            assertThat(shared).containsExactly(paint(wish, PrefixSharing.NONE));
        }
    }

    @Test
    void countsItsBytesAndStaysWithinThem() {
        paint(wish(64, 48), sharing);
        long bytes = shelf.bytes();
        int rows = 0;
        try (Sampling sampling = model.start(wish(64, 48))) {
            rows = sampling.prefixTokens() + 3 * (1 + sampling.outputTokens());
        }
        assertThat(bytes)
                .as("F32, 4 layers, keys and values of 64; three steps")
                .isEqualTo(4L * 4 * 2 * 64 * (rows + 9));
        BoundedPrefixShelf small = new BoundedPrefixShelf(bytes / 2);
        paint(wish(64, 48), new PrefixSharing(small, "tenant"));
        assertThat(small.bytes()).isPositive().isLessThanOrEqualTo(bytes / 2);
        small.close();
        assertThat(small.bytes()).isZero();
    }

    @Test
    void leavesNoTensorsInTheModelsScope() {
        try (Sampling first = model.start(wish(64, 48))) {
            int tensors = first.tensors();
            try (Sampling second = model.start(wish(64, 48), sharing)) {
                assertThat(second.tensors()).isEqualTo(tensors);
            }
        }
    }

    private float[] paint(SamplingParameters parameters, PrefixSharing with) {
        try (Sampling sampling = model.start(parameters, with)) {
            while (sampling.stepsDone() < sampling.steps()) {
                sampling.step();
            }
            return sampling.latents().toFloatArray();
        }
    }

    private SamplingParameters wish(int widthPx, int heightPx) {
        return wish(widthPx, heightPx, 3, 1);
    }

    private SamplingParameters wish(int widthPx, int heightPx, int steps, double timeShift) {
        return new SamplingParameters(
                "a dog beside <img><|image_1|></img>",
                model.defaults().negativePrompt(),
                List.of(noise(1)),
                widthPx,
                heightPx,
                steps,
                2.5,
                1.6,
                true,
                timeShift,
                7,
                64);
    }

    private static RgbImage noise(long seed) {
        byte[] rgb = new byte[3 * 48 * 32];
        new Random(seed).nextBytes(rgb);
        return new RgbImage(48, 32, rgb);
    }
}
