package dev.titorelli.worker.model;

import dev.titorelli.worker.checkpoint.VaeLayout;

/**
 * Which pictures go through the VAE in slabs of rows, and how many rows a slab has. Both depend on the picture's size and
 * the VAE's channels alone, never on the memory that is left: the same size always takes the same way, and has the same bits.
 *
 * @param wholePx pictures up to so many pixels go through whole
 * @param slabBytes of a slab's largest tensor, about
 */
record VaeSlabs(long wholePx, long slabBytes) {
    /** 512 x 512 and a little more is whole, 1024 x 1024 is not. */
    static final VaeSlabs DEFAULT = new VaeSlabs(1 << 19, 4 << 20);

    /** Every picture whole. */
    static final VaeSlabs NONE = new VaeSlabs(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Fewer rows than that are mostly rows which their neighbours compute too. */
    private static final long FEWEST_ROWS = 4;

    private static final long FEWEST_QUERIES = 64;

    boolean whole(long heightPx, long widthPx) {
        return heightPx * widthPx <= wholePx;
    }

    /**
     * Rows, or queries, of a slab of a block.
     *
     * @param height rows of the block's input
     * @param width places in each
     */
    long slab(VaeLayout.Block block, long height, long width) {
        return switch (block.method()) {
            case "attention" -> Math.max(FEWEST_QUERIES, slabBytes / (Float.BYTES * height * width));
            case "upsample" -> rows(4 * width * block.channels());
            default -> rows(width * block.channels());
        };
    }

    private long rows(long elementsOfARow) {
        return Math.max(FEWEST_ROWS, slabBytes / (Float.BYTES * elementsOfARow));
    }
}
