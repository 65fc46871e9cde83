package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.Weights;
import dev.titorelli.worker.conformance.Goldens;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SlabAttentionTest {

    @ParameterizedTest
    @CsvSource({"16384, 64, 8", "9216, 100, 8", "300, 64, 5", "64, 64, 1", "1, 64, 1"})
    void dividesItsSlabsIntoAFewUnitsThatMeet(long places, long slab, int units) {
        SlabAttention.Queries queries = new SlabAttention.Queries(places, slab);
        assertThat(queries.units()).isEqualTo(units);
        assertThat(queries.first(0)).isZero();
        assertThat(queries.first(units)).isEqualTo(places);
        for (int unit = 0; unit < units; unit++) {
            assertThat(queries.first(unit)).isLessThan(queries.first(unit + 1));
            assertThat(queries.first(unit) % slab).as("slabs stay whole").isZero();
        }
    }

    @Test
    void hasTheBitsOfAPassThatDoesNotRest() throws IOException {
        ModelDirectory files = ModelDirectory.read(Goldens.model("omnigen"));
        Sampler sampler = OpenModels.tiny().pictures().sampler();
        try (NDManager scope = OpenModels.scope();
                Vae vae = new Vae(
                        scope,
                        files.vae(),
                        files.vaeLayout(),
                        Weights.load(
                                scope, files.vaeWeights(), files.vaeLayout().all(), ComputeType.F32),
                        new VaeSlabs(0, 1 << 12))) {
            NDArray latents = sampler.noise(scope, 5, 1, 4, 32, 24);
            float[] whole = vae.decode(scope, latents, (block, output) -> {}).toFloatArray();
            int units = vae.decoderUnits(256, 192);
            List<VaePass> passes = new ArrayList<>();
            Collections.addAll(passes, vae.decoding(scope, latents), vae.decoding(scope, latents));
            for (int i = 0; i < units; i++) {
                for (VaePass pass : passes) { // one in the rests of the other
                    assertThat(pass.isDone()).isFalse();
                    pass.run(i, i + 1);
                }
            }
            assertThat(units).isGreaterThan(files.vaeLayout().decoder().size());
            for (VaePass pass : passes) {
                assertThat(pass.isDone()).isTrue();
                assertThat(pass.output().toFloatArray()).containsExactly(whole);
            }
        }
    }
}
