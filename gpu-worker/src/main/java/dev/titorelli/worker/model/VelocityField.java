package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Where the latents of one picture flow, seen from each of its branches. Holds the branches' rows [prefix | time |
 * image]: a step overwrites the time and image places, so one thread uses it. Its tensors belong to the picture's
 * scope.
 */
final class VelocityField implements AutoCloseable {
    private final Transformer transformer;
    private final int latentHeight;
    private final int latentWidth;
    private final NDArray positions;
    private final NDArray modulations;
    private final NDArray cos;
    private final NDArray sin;
    private final TensorList keys;
    private final TensorList values;
    private final TensorList timeKeys;
    private final TensorList timeValues;

    /** A branch: its prefix and the time tokens beside it. */
    record Branch(Transformer.Prefix prefix, Transformer.TimeTokens time) {}

    VelocityField(
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
        List<Rotary.Table> tables =
                branches.stream().map(b -> imageTable(scope, b.prefix())).toList();
        this.cos = stack(tables.stream().map(Rotary.Table::cos).toList());
        this.sin = stack(tables.stream().map(Rotary.Table::sin).toList());
        this.keys = new TensorList(branches.stream().map(b -> b.prefix().keys()).toList());
        this.values =
                new TensorList(branches.stream().map(b -> b.prefix().values()).toList());
        this.timeKeys =
                new TensorList(branches.stream().map(b -> b.time().keys()).toList());
        this.timeValues =
                new TensorList(branches.stream().map(b -> b.time().values()).toList());
    }

    private Rotary.Table imageTable(NDManager scope, Transformer.Prefix prefix) {
        int start = prefix.length() + 1;
        return transformer.rotary().table(scope, start, prefix.rowLength() - start, prefix.rowLength());
    }

    /** [N, 1, D] of each branch to [B, N, 1, D]. */
    private static NDArray stack(List<NDArray> tables) {
        try (NDList list = new NDList(tables)) {
            return NDArrays.stack(list);
        }
    }

    /** The velocities [B, 4, h, w] of latents [1, 4, h, w] in a step, in the order of the branches. */
    NDArray velocities(NDManager step, NDArray latents, int index) {
        NDArray hidden = transformer
                .layered("image_tokens", imageEmbedding(step, latents))
                .tensor(cos)
                .tensor(sin)
                .integer(index)
                .tensors(keys)
                .tensors(values)
                .tensors(timeKeys)
                .tensors(timeValues)
                .tensorIn(step);
        return transformer
                .script()
                .call("velocities")
                .tensor(hidden)
                .tensor(transformer.weights().norm())
                .number(transformer.config().rmsNormEps())
                .tensor(modulations)
                .integer(index)
                .tensors(transformer.weights().finalLayer())
                .integer(latentHeight)
                .integer(latentWidth)
                .tensorIn(step);
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

    @Override
    public void close() {
        List.of(keys, values, timeKeys, timeValues).forEach(TensorList::close);
    }
}
