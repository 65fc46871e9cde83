package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The rows that go through the transformer together in one step: all branches of all its pictures, each picture at a
 * step of its own. A picture's velocities have the same bits in every batch.
 */
public final class StepBatch {
    private final Transformer transformer;
    private final LinearBlocks blocks;

    /** Rows of this transformer, their linears cut into these blocks. */
    public StepBatch(Transformer transformer, LinearBlocks blocks) {
        this.transformer = transformer;
        this.blocks = blocks;
    }

    /**
     * A picture's part.
     *
     * @param latents [1, 4, h, w] in F32
     * @param step the step that it is at, from 0
     */
    public record Part(VelocityField field, NDArray latents, int step) {}

    /**
     * The velocities [branches, 4, h, w] of each part, in F32. Rows with the same prefix share its memory and the places
     * behind it, so one batch after another.
     */
    public synchronized List<NDArray> velocities(NDManager scope, List<Part> parts) {
        List<VelocityField.Row> rows =
                parts.stream().flatMap(part -> part.field().rows().stream()).toList();
        List<NDArray> hidden = hidden(scope, rows, tokens(scope, parts), steps(parts));
        List<NDArray> velocities = new ArrayList<>();
        int at = 0;
        for (Part part : parts) {
            int end = at + part.field().rows().size();
            velocities.add(part.field().velocities(scope, hidden.subList(at, end), part.step()));
            at = end;
        }
        return velocities;
    }

    /** The image tokens [1, N, H] of each row after the last layer; the lanes compute theirs at the same time. */
    private List<NDArray> hidden(NDManager scope, List<VelocityField.Row> rows, List<NDArray> tokens, long[] steps) {
        RowWork work = new RowWork(transformer.config(), blocks, rows);
        TokensUnderWay underWay = new TokensUnderWay(tokens, work.layers());
        Lanes lanes = Lanes.ofProcess();
        lanes.together(LaneDivision.of(work, lanes.count()).stream()
                .<Supplier<Boolean>>map(
                        lane -> () -> underWay.pass(lane, (part, x) -> layers(scope, part, rows, x, steps)))
                .toList());
        return underWay.rows();
    }

    /** What a lane's layers make of its rows' tokens x. */
    private NDList layers(NDManager scope, LaneRows lane, List<VelocityField.Row> all, List<NDArray> x, long[] steps) {
        List<VelocityField.Row> rows = lane.rows().stream().map(all::get).toList();
        LoraBatch adapters =
                LoraBatch.of(rows.stream().map(row -> row.branch().lora()).toList());
        return transformer
                .layered("image_tokens", x)
                .integer(lane.first())
                .integer(lane.end())
                .integers(blocks.segments(
                        rows.stream().map(VelocityField.Row::imageTokens).toList()))
                .integers(lane.rows().stream().mapToLong(row -> steps[row]).toArray())
                .tensors(each(rows, row -> row.table().cos()))
                .tensors(each(rows, row -> row.table().sin()))
                .tensors(each(rows, row -> row.branch().prefix().keys()))
                .tensors(each(rows, row -> row.branch().prefix().values()))
                .tensors(each(rows, row -> row.branch().time().keys()))
                .tensors(each(rows, row -> row.branch().time().values()))
                .tensors(adapters.tensors())
                .integers(adapters.starts().stream().mapToLong(Long::longValue).toArray())
                .numbers(rows.stream()
                        .mapToDouble(row -> row.branch().lora().scale())
                        .toArray())
                .integers(
                        lane.aside().stream().mapToLong(aside -> aside ? 1 : 0).toArray())
                .tensorsIn(scope);
    }

    /** All branches of a picture begin with the same image tokens. */
    private static List<NDArray> tokens(NDManager scope, List<Part> parts) {
        List<NDArray> tokens = new ArrayList<>();
        for (Part part : parts) {
            NDArray embedded = part.field().imageEmbedding(scope, part.latents());
            tokens.addAll(Collections.nCopies(part.field().rows().size(), embedded));
        }
        return tokens;
    }

    private static long[] steps(List<Part> parts) {
        return parts.stream()
                .flatMap(part -> Collections.nCopies(part.field().rows().size(), part.step()).stream())
                .mapToLong(Integer::longValue)
                .toArray();
    }

    private static List<NDArray> each(List<VelocityField.Row> rows, Function<VelocityField.Row, NDArray> tensor) {
        return rows.stream().map(tensor).toList();
    }
}
