package dev.titorelli.worker.model;

import dev.titorelli.worker.checkpoint.VaeLayout;
import java.util.List;

/**
 * How many bytes the tensors of a pass through the VAE take at once at most, counted from its blocks. What libtorch copies
 * for a convolution of its own accord comes on top: of a whole picture its input and output once more, else of a slab.
 */
record VaeMemory(VaeSlabs slabs) {
    /** A norm's output, the same with its padding, a convolution's output. */
    private static final int TENSORS_OF_A_SLAB = 3;

    /** Queries, scores, values and output, each at most as large as a slab. */
    private static final int TENSORS_OF_QUERIES = 4;

    long decode(VaeLayout layout, long heightPx, long widthPx) {
        return peak(layout.decoder(), heightPx / 8, widthPx / 8, slabs.whole(heightPx, widthPx));
    }

    long encode(VaeLayout layout, long heightPx, long widthPx) {
        return peak(layout.encoder(), heightPx, widthPx, slabs.whole(heightPx, widthPx));
    }

    private long peak(List<VaeLayout.Block> pass, long height, long width, boolean whole) {
        long peak = 0;
        long h = height;
        long w = width;
        for (VaeLayout.Block block : pass) {
            peak = Math.max(peak, whole ? whole(block, h * w) : inSlabs(block, h, w));
            boolean down = block.method().equals("downsample");
            boolean up = block.method().equals("upsample");
            h = down ? h / 2 : up ? 2 * h : h;
            w = down ? w / 2 : up ? 2 * w : w;
        }
        return peak;
    }

    /** Of floats at so many places: input, output and the tensors between them. */
    private static long whole(VaeLayout.Block block, long places) {
        long from = block.channelsFrom();
        long to = block.channelsTo();
        long channels =
                switch (block.method()) {
                    case "upsample" -> from + 4 * from + 4 * to;
                    case "downsample" -> from + from + to / 4;
                    case "norm_conv" -> from + from + to;
                    case "resnet" -> from + Math.max(from + to, 3 * to);
                    case "attention" -> 6 * from;
                    default -> from + to;
                };
        return Float.BYTES * places * channels;
    }

    private long inSlabs(VaeLayout.Block block, long h, long w) {
        long from = block.channelsFrom();
        long to = block.channelsTo();
        long channels =
                switch (block.method()) {
                    case "upsample" -> from + 4 * to;
                    case "downsample" -> from + to / 4;
                    case "resnet" ->
                        from + to + (from < to ? to : 0); // the output is written into the input where it fits
                    case "attention" -> 4 * from;
                    default -> from + to;
                };
        return Float.BYTES * h * w * channels + slab(block, h, w);
    }

    private long slab(VaeLayout.Block block, long h, long w) {
        long size = slabs.slab(block, h, w);
        return switch (block.method()) {
            case "attention" -> TENSORS_OF_QUERIES * Float.BYTES * size * Math.max(h * w, block.channels());
            case "upsample" -> TENSORS_OF_A_SLAB * Float.BYTES * 4 * size * w * block.channels();
            default -> TENSORS_OF_A_SLAB * Float.BYTES * size * w * block.channels();
        };
    }
}
