package dev.titorelli.worker.bench;

import dev.titorelli.worker.checkpoint.TensorSpec;
import dev.titorelli.worker.checkpoint.VaeLayout;
import java.util.List;

/** The convolutions and products of a VAE's pass over a whole picture. */
final class VaeFloor {
    private VaeFloor() {}

    /**
     * Adds a pass.
     *
     * @param height of what goes into the first block
     * @param times how often the pass is
     */
    static void add(FloorPieces pieces, List<VaeLayout.Block> pass, int height, int width, double times) {
        int h = height;
        int w = width;
        for (VaeLayout.Block block : pass) {
            boolean halves = block.method().equals("downsample");
            if (block.method().equals("upsample")) {
                h = 2 * h;
                w = 2 * w;
            }
            for (TensorSpec tensor : block.tensors()) {
                if (tensor.shape().size() == 4) {
                    pieces.convolution(tensor, h, w, halves ? 2 : 1, times);
                } else if (tensor.shape().size() == 2) {
                    pieces.linear(
                            (long) h * w, tensor.shape().get(1), tensor.shape().get(0), times);
                }
            }
            if (block.method().equals("attention")) {
                long channels = block.tensors().get(0).shape().get(0);
                pieces.attention(1, (long) h * w, (long) h * w, Math.toIntExact(channels), times);
            }
            if (halves) {
                h = h / 2;
                w = w / 2;
            }
        }
    }
}
