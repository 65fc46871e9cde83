package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.tensor.ScriptCall;
import java.util.Arrays;

/**
 * A part of a row's image tokens, on its way through the layers in one lane while another lane has the other part. One
 * thread.
 */
final class RowPart {
    private final NDManager scope;
    private final Transformer transformer;
    private final VelocityField.Row row;
    private final long[] segments;
    private final int first;
    private final int count;
    private final NDArray x;

    /**
     * The tokens from {@code first} on, so many.
     *
     * @param tokens [1, N, H] of the whole row before the first layer
     * @param segments the lengths into which the linears cut the part
     */
    RowPart(
            NDManager scope,
            Transformer transformer,
            VelocityField.Row row,
            NDArray tokens,
            long[] segments,
            int first,
            int count) {
        this.scope = scope;
        this.transformer = transformer;
        this.row = row;
        this.segments = segments.clone();
        this.first = first;
        this.count = count;
        this.x = transformer
                .script()
                .call("part")
                .tensor(tokens)
                .integer(first)
                .integer(count)
                .integer(Arrays.stream(segments).sum())
                .tensorIn(scope);
    }

    /** What the part asks the row for in a layer; the row's memory then has the part's keys and values. */
    NDArray queries(int layer, long step) {
        ScriptCall call = transformer
                .layered("part_queries", x)
                .integer(layer)
                .integers(segments)
                .integer(first)
                .integer(count)
                .integer(step)
                .tensor(row.table().cos())
                .tensor(row.table().sin());
        return cached(call)
                .tensor(row.branch().time().keys())
                .tensor(row.branch().time().values())
                .tensors(row.branch().lora().tensors())
                .number(row.branch().lora().scale())
                .tensorIn(scope);
    }

    /** Makes of the part what the layer makes of it, once the row's memory has all keys and values. */
    void attend(int layer, NDArray queries) {
        ScriptCall call = transformer
                .layered("part_layer", x)
                .integer(layer)
                .integers(segments)
                .tensor(queries);
        cached(call)
                .tensors(row.branch().lora().tensors())
                .number(row.branch().lora().scale())
                .truth();
    }

    private ScriptCall cached(ScriptCall call) {
        return call.tensor(row.branch().prefix().keys())
                .tensor(row.branch().prefix().values());
    }

    /** The part's tokens where they are now, [1, tokens, H] with what fills the segments up. */
    NDArray tokens() {
        return x;
    }
}
