package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import dev.titorelli.worker.checkpoint.TransformerWeights;
import dev.titorelli.worker.model.Rotary;
import dev.titorelli.worker.model.Transformer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A row computed whole and uncached, layer by layer: to attention, the time token is one more causal token after the
 * prompt and the image one more picture.
 */
final class GoldenHiddenStates {
    private final GoldenTransformer of;
    private final Transformer transformer;
    private final NDManager scope;

    GoldenHiddenStates(GoldenTransformer of, NDManager scope) {
        this.of = of;
        this.transformer = of.transformer();
        this.scope = scope;
    }

    /** Compares those hidden states of {@code <request>} that there are. */
    void compare(GoldenChecks checks, String request, GoldenBranch branch, NDArray x, float flowTime) {
        NDArray hidden = embedded(branch, x, flowTime);
        Row row = new Row(branch, (int) hidden.getShape().get(1));
        int layers = transformer.config().layers();
        for (int layer = 0; layer < layers; layer++) {
            close(checks, request + ".h" + layer, hidden);
            String parts = request + ".layer" + layer;
            if (checks.file().has(parts + ".attn_out") || checks.file().has(parts + ".mlp_out")) {
                NDArray attended = row.layer("prefix_attention", layer, hidden);
                close(checks, parts + ".attn_out", attended);
                close(checks, parts + ".mlp_out", mlp(layer, hidden.add(attended)));
            }
            hidden = row.layer("prefix_layer", layer, hidden);
        }
        close(checks, request + ".h" + layers, hidden);
        close(checks, request + ".h_last", hidden);
        close(checks, request + ".normed", normed(hidden));
    }

    private static void close(GoldenChecks checks, String tensor, NDArray found) {
        if (checks.file().has(tensor)) {
            checks.close(tensor, found, GoldenChecks.FORWARD);
        }
    }

    private NDArray embedded(GoldenBranch branch, NDArray x, float flowTime) {
        TransformerWeights weights = transformer.weights();
        return NDArrays.concat(
                new NDList(
                        transformer.embedPrefix(scope, branch.tokens(), branch.latents()),
                        transformer
                                .timeEmbedding(scope, new float[] {flowTime}, weights.timeToken())
                                .expandDims(0),
                        transformer.patchify(scope, x, weights.outputPatch())),
                1);
    }

    private NDArray mlp(int layer, NDArray x) {
        return transformer
                .script()
                .call("mlp")
                .tensor(x)
                .tensors(of.weights(layer))
                .number(transformer.config().rmsNormEps())
                .tensorIn(scope);
    }

    private NDArray normed(NDArray hidden) {
        return transformer
                .script()
                .call("rms_norm")
                .tensor(hidden)
                .tensor(transformer.weights().norm())
                .number(transformer.config().rmsNormEps())
                .tensorIn(scope);
    }

    /** What the layers need beside hidden states and weights. */
    private final class Row {
        private final long[] runs;
        private final Rotary.Table table;
        private final NDArray keys;

        Row(GoldenBranch branch, int length) {
            int prefix = branch.tokens().length();
            List<Long> runs = new ArrayList<>();
            Arrays.stream(Transformer.runs(branch.tokens())).forEach(runs::add);
            if (runs.get(runs.size() - 1) == 1) {
                runs.set(runs.size() - 2, prefix + 1L); // the prompt's last run takes the time token too
            } else {
                runs.addAll(List.of((long) prefix, prefix + 1L, 1L));
            }
            runs.addAll(List.of(prefix + 1L, (long) length, 0L));
            this.runs = runs.stream().mapToLong(Long::longValue).toArray();
            this.table = transformer.rotary().table(scope, 0, length, length);
            TransformerConfig config = transformer.config();
            this.keys = scope.zeros(new Shape(config.keyValueHeads(), length, config.headSize()));
        }

        NDArray layer(String method, int index, NDArray hidden) {
            return transformer
                    .script()
                    .call(method)
                    .tensor(hidden)
                    .tensors(of.weights(index))
                    .integer(transformer.config().heads())
                    .integer(transformer.config().keyValueHeads())
                    .number(transformer.config().rmsNormEps())
                    .tensor(table.cos())
                    .tensor(table.sin())
                    .integers(runs)
                    .tensor(keys)
                    .tensor(keys.zerosLike())
                    .tensors(List.of())
                    .number(0)
                    .tensorIn(scope);
        }
    }
}
