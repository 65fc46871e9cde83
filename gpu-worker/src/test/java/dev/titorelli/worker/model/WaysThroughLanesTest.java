package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.checkpoint.AdapterFiles;
import dev.titorelli.worker.conformance.Goldens;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way that a step's rows can take through the lanes gives them the same bits. */
class WaysThroughLanesTest {
    private static final int BLOCK = 64;

    @TempDir
    private Path adapter;

    /** Sizes of less than half a block, of one block, of an odd and of an even number of blocks, some not full. */
    @ParameterizedTest
    @CsvSource({
        "omnigen, F32, 64, 64", "omnigen, F32, 128, 128", "omnigen, F32, 192, 160", "omnigen, F32, 192, 176",
        "omnigen, BF16, 128, 112", "omnigen, BF16, 192, 176", "uneven, F32, 128, 112", "uneven, BF16, 144, 144"
    })
    void aRowHasTheSameBitsWholeAndInTwoLanes(String name, ComputeType compute, int widthPx, int heightPx)
            throws IOException {
        try (OmniGen model = OmniGen.open(Goldens.model(name), compute);
                Sampling sampling = model.start(wish(widthPx, heightPx, 1, Optional.empty()))) {
            assertThat(sampling.rows().size()).isEqualTo(1);
            assertThat(velocities(model, sampling, true, 2)).containsExactly(velocities(model, sampling, false, 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"F32", "BF16"})
    void aRowWithAnAdapterToo(ComputeType compute) throws IOException {
        AdapterFiles.random(adapter, 3, 1);
        try (OmniGen model = OmniGen.open(Goldens.model("omnigen"), compute);
                LoraAdapter lora = model.adapter(adapter);
                Sampling sampling = model.start(wish(160, 144, 1, Optional.of(new ScaledAdapter(lora, 0.7))))) {
            assertThat(sampling.rows().size()).isEqualTo(1);
            assertThat(velocities(model, sampling, true, 2)).containsExactly(velocities(model, sampling, false, 1));
        }
    }

    /** Of three rows in two lanes one changes lanes. */
    @ParameterizedTest
    @CsvSource({"F32", "BF16"})
    void aRowThatChangesLanesHasTheBitsOfOneThatStays(ComputeType compute) {
        try (OmniGen model = OmniGen.open(Goldens.model("omnigen"), compute);
                Sampling sampling = model.start(wish(128, 128, 2.5, Optional.empty()))) {
            RowWork work = new RowWork(transformer(model).config(), new LinearBlocks(BLOCK), sampling.rows());
            assertThat(LaneDivision.of(work, 2))
                    .allSatisfy(lane -> assertThat(lane).hasSize(2));

            assertThat(velocities(model, sampling, false, 2)).containsExactly(velocities(model, sampling, false, 1));
        }
    }

    @Test
    void aLaneThatFailsDoesNotKeepTheOtherWaiting() {
        OmniGen model = OpenModels.tiny();
        try (Sampling sampling = model.start(wish(128, 128, 1, Optional.empty()));
                NDManager scope = OpenModels.scope()) {
            RowPart whole = part(model, scope, sampling, 0);
            RowPart broken = part(model, scope, sampling, 32);
            broken.tokens().close();

            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> new DividedRow(0, 2, 0).pass(Lanes.ofProcess(), whole, broken));
        }
    }

    private static RowPart part(OmniGen model, NDManager scope, Sampling sampling, int first) {
        VelocityField.Row row = sampling.rows().get(0);
        NDArray tokens = scope.ones(
                new Shape(1, row.imageTokens(), transformer(model).config().hiddenSize()));
        return new RowPart(scope, transformer(model), row, tokens, new long[] {32}, first, 32);
    }

    private static float[] velocities(OmniGen model, Sampling sampling, boolean halves, int lanes) {
        LinearBlocks blocks = new LinearBlocks(BLOCK, halves);
        try (NDManager step = model.scope().newSubManager()) {
            return new StepBatch(transformer(model), blocks, lanes)
                    .velocities(step, List.of(sampling.part()))
                    .get(0)
                    .toFloatArray();
        }
    }

    private static Transformer transformer(OmniGen model) {
        return model.pictures().transformer();
    }

    private static SamplingParameters wish(
            int widthPx, int heightPx, double guidance, Optional<ScaledAdapter> adapter) {
        byte[] rgb = new byte[3 * 48 * 32];
        new Random(1).nextBytes(rgb);
        return new SamplingParameters(
                guidance == 1 ? "a picture" : "a picture of <img><|image_1|></img>",
                "ugly",
                guidance == 1 ? List.of() : List.of(new RgbImage(48, 32, rgb)),
                widthPx,
                heightPx,
                2,
                guidance,
                guidance,
                true,
                1,
                7,
                64,
                adapter,
                0,
                Optional.empty());
    }
}
