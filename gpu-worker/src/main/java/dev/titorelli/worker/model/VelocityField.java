package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Where the latents of one picture flow, seen from each of its branches. Holds the branches' rows [prefix | time |
 * image], whose memory other pictures may share: {@link StepBatch} alone writes the time and image places. Its handles
 * belong to the picture's scope.
 */
public final class VelocityField {
    private final Transformer transformer;
    private final int latentHeight;
    private final int latentWidth;
    private final NDArray positions;
    private final NDArray modulations;
    private final List<Row> rows;

    /**
     * A branch: its prefix, with places for the whole row of {@code rowLength} tokens, the time tokens beside it, its
     * adapter.
     */
    public record Branch(KeysAndValues prefix, KeysAndValues time, int rowLength, Lora lora) {}

    /** A branch with the rotary table of its image places. */
    record Row(Branch branch, Rotary.Table table) {
        int imageTokens() {
            return branch.rowLength() - branch.prefix().tokens() - 1;
        }
    }

    /**
     * What all steps need, computed in the picture's scope.
     *
     * @param flowTimes of the steps, 0 to 1
     * @param latentHeight rows of the latents, an eighth of the picture's
     */
    public VelocityField(
            NDManager scope,
            Transformer transformer,
            float[] flowTimes,
            List<Branch> branches,
            int latentHeight,
            int latentWidth) {
        this.transformer = transformer;
        this.latentHeight = latentHeight;
        this.latentWidth = latentWidth;
        this.positions = transformer.positions(scope, latentHeight, latentWidth);
        this.modulations = transformer.modulations(scope, flowTimes);
        this.rows = branches.stream()
                .map(branch -> new Row(branch, imageTable(scope, branch)))
                .toList();
    }

    private Rotary.Table imageTable(NDManager scope, Branch branch) {
        int start = branch.prefix().tokens() + 1;
        return transformer.rotary().table(scope, start, branch.rowLength() - start, branch.rowLength());
    }

    /** In the order of the branches. */
    List<Row> rows() {
        return rows;
    }

    /** Latents [1, 4, h, w] to image tokens [1, N, H]. */
    NDArray imageEmbedding(NDManager step, NDArray latents) {
        return transformer
                .script()
                .call("patchify")
                .tensor(latents)
                .tensors(transformer.weights().outputPatch())
                .tensor(positions)
                .tensorIn(step);
    }

    /** The image tokens [1, N, H] of each branch after the last layer to velocities [B, 4, h, w]. */
    NDArray velocities(NDManager step, List<NDArray> hidden, int index) {
        return transformer
                .script()
                .call("velocities")
                .tensors(hidden)
                .tensor(transformer.weights().norm())
                .number(transformer.config().rmsNormEps())
                .tensor(modulations)
                .integer(index)
                .tensors(transformer.weights().finalLayer())
                .integer(latentHeight)
                .integer(latentWidth)
                .tensorIn(step);
    }
}
