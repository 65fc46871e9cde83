package dev.titorelli.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.TensorSpec;
import dev.titorelli.worker.checkpoint.VaeLayout;
import dev.titorelli.worker.model.OpenModels;
import java.util.List;
import org.junit.jupiter.api.Test;

class VaeFloorTest {
    private static final VaeLayout.Block CONVOLUTION = block("conv", 8);

    @Test
    void countsTheArithmeticOfConvolutionsAtTheirSize() {
        assertThat(gflop(List.of(CONVOLUTION))).isCloseTo(2e-9 * 8 * 3 * 9 * 16 * 32, within(1e-15));
        assertThat(gflop(List.of(sampler("downsample"), CONVOLUTION)))
                .isCloseTo(2e-9 * (3 * 3 * 9 + 8 * 3 * 9) * 8 * 16, within(1e-15));
        assertThat(gflop(List.of(sampler("upsample"), CONVOLUTION)))
                .isCloseTo(2e-9 * (3 * 3 * 9 + 8 * 3 * 9) * 32 * 64, within(1e-15));
    }

    @Test
    void measuresEachShapeOnce() {
        try (NDManager scope = OpenModels.scope();
                FloorPieces pieces = new FloorPieces(scope, scope.create(0f))) {
            VaeFloor.add(pieces, List.of(CONVOLUTION, CONVOLUTION), 16, 32, 3);
            pieces.measure();

            assertThat(pieces.seconds()).isPositive();
            assertThat(pieces.gflop()).isCloseTo(6 * 2e-9 * 8 * 3 * 9 * 16 * 32, within(1e-15));
        }
    }

    private static VaeLayout.Block sampler(String method) {
        return block(method, 3);
    }

    /** From 3 channels, with a kernel of 3 x 3. */
    private static VaeLayout.Block block(String method, long channelsTo) {
        TensorSpec weight = new TensorSpec("weight", List.of(channelsTo, 3L, 3L, 3L), List.of());
        TensorSpec bias = new TensorSpec("bias", List.of(channelsTo), List.of());
        return new VaeLayout.Block(method, method, List.of(weight, bias));
    }

    private static double gflop(List<VaeLayout.Block> pass) {
        try (NDManager scope = OpenModels.scope();
                FloorPieces pieces = new FloorPieces(scope, scope.create(0f))) {
            VaeFloor.add(pieces, pass, 16, 32, 1);
            return pieces.gflop();
        }
    }
}
