package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time, place and patch embeddings, rotary tables, the final layer. */
class EmbeddingTest {
    private static final String FILE = "embed";
    private final NDManager scope = OpenModels.scope();
    private final Transformer transformer = OpenModels.tiny().pictures().transformer();
    private final TransformerWeights weights = transformer.weights();

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void embedsFlowTimes() {
        float[] times = Goldens.floats(FILE, "t");
        NDArray frequencies =
                call("time_frequencies").tensor(scope.create(times)).tensorIn(scope);
        assertClose(frequencies, "t.sincos");
        assertClose(transformer.timeEmbedding(scope, times, weights.timeToken()), "t.time_token");
        assertClose(transformer.timeEmbedding(scope, times, weights.timeEmbedder()), "t.t_embedder");
    }

    @ParameterizedTest
    @CsvSource({"16, 12", "14, 8", "10, 6", "2, 46"})
    void cropsThePositionTableAboutItsCentre(int height, int width) {
        assertClose(transformer.positions(scope, height, width), "pos.%dx%d".formatted(height, width));
    }

    @Test
    void patchifiesAndUnpatchifies() {
        NDArray latents = Goldens.tensor(scope, FILE, "patch.x");
        NDArray nowhere = scope.zeros(new Shape(1));
        assertClose(patches(latents, weights.outputPatch(), nowhere), "patch.x_embedder");
        assertClose(patches(latents, weights.inputPatch(), nowhere), "patch.input_x_embedder");
        NDArray back = call("unpatchify")
                .tensor(Goldens.tensor(scope, FILE, "unpatchify.in"))
                .integer(8)
                .integer(6)
                .tensorIn(scope);
        assertClose(back, "unpatchify.out");
    }

    private NDArray patches(NDArray latents, TensorList patch, NDArray positions) {
        return call("patchify").tensor(latents).tensors(patch).tensor(positions).tensorIn(scope);
    }

    @ParameterizedTest
    @CsvSource({"rope, 4096", "rope_long, 4097"})
    void rotatesByTheShortOrTheLongFactors(String golden, int rowLength) {
        NDArray places = scope.create(Goldens.longs(FILE, golden + ".position_ids"));
        Rotary.Table table = transformer.rotary().table(scope, places, rowLength);
        assertClose(table.cos(), golden + ".cos");
        float[] sin = Goldens.floats(FILE, golden + ".sin");
        float[] found = table.sin().toFloatArray();
        for (int i = 0; i < sin.length; i++) { // the first half of each row carries the minus sign of rotate-half
            assertThat(i % 16 < 8 ? -found[i] : found[i]).isCloseTo(sin[i], within(1e-4f));
        }
    }

    @Test
    void normalisesAndModulates() {
        NDArray in = Goldens.tensor(scope, FILE, "rmsnorm.in");
        NDArray normed =
                call("rms_norm").tensor(in).tensor(weights.norm()).number(1e-5).tensorIn(scope);
        assertClose(normed, "rmsnorm.out");
        NDArray modulations = call("modulations")
                .tensor(Goldens.tensor(scope, FILE, "final.c"))
                .tensors(weights.finalLayer())
                .tensorIn(scope);
        float[] expected = Goldens.floats(FILE, "final.out");
        for (int row = 0; row < 3; row++) {
            NDArray out = call("final_layer")
                    .tensor(in.get(row).expandDims(0))
                    .tensor(modulations.get(row))
                    .tensors(weights.finalLayer())
                    .tensorIn(scope);
            assertThat(out.toFloatArray())
                    .containsExactly(Arrays.copyOfRange(expected, row * 112, (row + 1) * 112), within(1e-4f));
        }
    }

    private ScriptCall call(String method) {
        return transformer.script().call(method);
    }

    private static void assertClose(NDArray found, String golden) {
        assertThat(found.toFloatArray()).as(golden).containsExactly(Goldens.floats(FILE, golden), within(1e-4f));
    }
}
