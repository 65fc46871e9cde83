package dev.titorelli.worker.schedule;

/**
 * The sizes of a model that cost and room follow from.
 *
 * @param transformer of the transformer
 * @param elementBytes of a value that the transformer computes with
 * @param vaeChannels of the VAE's block at the pixels
 */
public record ModelSizes(Transformer transformer, int elementBytes, int vaeChannels) {

    static final int LATENT_CHANNELS = 4;
    static final int PIXELS_PER_TOKEN = 256;

    /** Sizes of a transformer. */
    public record Transformer(int layers, int hidden, int intermediate, int keyValueHeads, int headSize) {

        /** Weights that each token is multiplied with in a layer: queries, keys, values, output, gated MLP. */
        double linearWeights() {
            double attention = 2.0 * hidden * hidden + 2.0 * hidden * keyValueHeads * headSize;
            return attention + 3.0 * hidden * intermediate;
        }
    }

    /**
     * The arithmetic of so many tokens that each see others, in tokens of linear work: a token's product with the weights
     * of a layer counts 1, its attention what that takes beside it.
     */
    double work(int tokens, double seen) {
        double attention = 2.0 * transformer.hidden() * seen;
        return tokens * (1 + attention / transformer.linearWeights());
    }

    /** The arithmetic of a row in one step. */
    double work(RowLength row) {
        return work(row.imageTokens(), row.tokens());
    }

    /** Bytes of the weights that its layers multiply with, nearly all that a model has. */
    public long weightBytes() {
        return (long) (transformer.layers() * transformer.linearWeights() * elementBytes);
    }

    /** Bytes of the keys and values of so many places in all layers. */
    long keyValueBytes(long places) {
        return 2L * transformer.layers() * transformer.keyValueHeads() * transformer.headSize() * places * elementBytes;
    }
}
