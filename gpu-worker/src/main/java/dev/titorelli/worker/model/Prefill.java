package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.conditioning.PromptTokens;
import java.util.List;

/** The prefill of a branch, some layers at a time; between them its hidden states, keys and values stay in memory. */
final class Prefill implements DevicePass.Units, AutoCloseable {

    private final Transformer transformer;
    private final NDManager outer;
    private final Row row;
    private NDManager scope;
    private Rotary.Table table;
    private NDArray hidden;
    private Transformer.Cache cache;

    /**
     * What is prefilled.
     *
     * @param pictureLatents [1, 4, h, w] of each input picture
     * @param outputTokens the number of image tokens that will follow
     */
    record Row(PromptTokens tokens, List<NDArray> pictureLatents, int outputTokens, Lora lora) {
        int length() {
            return tokens.length() + 1 + outputTokens;
        }
    }

    /** Takes no memory before its first layer. */
    Prefill(Transformer transformer, NDManager outer, Row row) {
        this.transformer = transformer;
        this.outer = outer;
        this.row = row;
    }

    @Override
    public void run(int from, int to) {
        if (from == 0) {
            begin();
        }
        NDArray next = transformer
                .layered("prefill", hidden)
                .tensor(table.cos())
                .tensor(table.sin())
                .integers(Transformer.runs(row.tokens()))
                .tensor(cache.keys())
                .tensor(cache.values())
                .tensors(row.lora().tensors())
                .number(row.lora().scale())
                .integer(from)
                .integer(to)
                .tensorIn(scope);
        hidden.close();
        hidden = next;
    }

    private void begin() {
        scope = outer.newSubManager();
        table = transformer.rotary().table(scope, 0, row.tokens().length(), row.length());
        hidden = transformer.embedPrefix(scope, row.tokens(), row.pictureLatents());
        cache = transformer.unwritten(scope, hidden, row.length());
    }

    /** Keys and values, from now on in the outer scope; ends the pass. */
    Transformer.Cache cache() {
        new NDList(cache.keys(), cache.values()).attach(outer);
        close();
        return cache;
    }

    @Override
    public void close() {
        if (scope != null) {
            scope.close();
        }
    }
}
