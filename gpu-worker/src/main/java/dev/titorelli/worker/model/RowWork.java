package dev.titorelli.worker.model;

import dev.titorelli.worker.checkpoint.TransformerConfig;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the rows of a step cost: the arithmetic of a layer in units of 2 H operations, with what fills their blocks up.
 * Rows go by their places in the step.
 *
 * @param layers that they go through
 */
record RowWork(TransformerConfig config, LinearBlocks blocks, List<VelocityField.Row> rows, int layers) {

    /** Through all layers. */
    RowWork(TransformerConfig config, LinearBlocks blocks, List<VelocityField.Row> rows) {
        this(config, blocks, rows, config.layers());
    }

    /** Of rows that go through a layer together. */
    long ofLayer(List<Integer> together) {
        long weights = 4L * config.hiddenSize() + 3L * config.intermediateSize();
        List<Integer> tokens =
                together.stream().map(row -> rows.get(row).imageTokens()).toList();
        long attention = together.stream().mapToLong(this::attention).sum();
        return Arrays.stream(blocks.segments(tokens)).sum() * weights + attention;
    }

    private long attention(int row) {
        VelocityField.Row of = rows.get(row);
        return 2L * of.imageTokens() * of.branch().rowLength();
    }

    /** The key of a row's prefix. */
    String prefix(int row) {
        return rows.get(row).branch().prefix().key();
    }

    List<Integer> longestFirst() {
        return IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer row) -> ofLayer(List.of(row)))
                        .reversed())
                .toList();
    }
}
