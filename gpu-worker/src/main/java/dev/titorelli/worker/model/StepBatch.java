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
    private final int lanes;

    /** Rows of this transformer, their linears cut into these blocks. */
    public StepBatch(Transformer transformer, LinearBlocks blocks) {
        this(transformer, blocks, Lanes.ofProcess().count());
    }

    /** The same in so many lanes, at most those that there are. */
    StepBatch(Transformer transformer, LinearBlocks blocks, int lanes) {
        this.transformer = transformer;
        this.blocks = blocks;
        this.lanes = lanes;
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
    public List<NDArray> velocities(NDManager scope, List<Part> parts) {
        return velocities(scope, parts, through(scope, parts, tokens(scope, parts), 0, layers()));
    }

    /** How many layers a step goes through. */
    int layers() {
        return transformer.config().layers();
    }

    /** The image tokens [1, N, H] of each row before the first layer; all branches of a picture begin with the same. */
    List<NDArray> tokens(NDManager scope, List<Part> parts) {
        List<NDArray> tokens = new ArrayList<>();
        for (Part part : parts) {
            NDArray embedded = part.field().imageEmbedding(scope, part.latents());
            tokens.addAll(Collections.nCopies(part.field().rows().size(), embedded));
        }
        return tokens;
    }

    /**
     * The image tokens of each row on their way from layer {@code first} to before {@code end}; the lanes compute theirs at the same time.
     * What rows leave in the places that they share they need no more after their layer, so other steps may come between two calls.
     */
    synchronized List<NDArray> through(NDManager scope, List<Part> parts, List<NDArray> tokens, int first, int end) {
        List<VelocityField.Row> rows = rows(parts);
        long[] steps = steps(parts);
        if (DividedRow.possible(blocks, rows, lanes)) {
            return List.of(divided(scope, rows.get(0), tokens.get(0), new DividedRow(first, end, steps[0])));
        }
        RowWork work = new RowWork(transformer.config(), blocks, rows, end - first);
        TokensUnderWay underWay = new TokensUnderWay(tokens, work.layers());
        Lanes.ofProcess()
                .together(LaneDivision.of(work, lanes).stream()
                        .<Supplier<Boolean>>map(lane ->
                                () -> underWay.pass(lane, (part, x) -> layers(scope, part.from(first), rows, x, steps)))
                        .toList());
        return underWay.rows();
    }

    private static List<VelocityField.Row> rows(List<Part> parts) {
        return parts.stream().flatMap(part -> part.field().rows().stream()).toList();
    }

    /** The velocities of each part by its rows' tokens after the last layer. */
    List<NDArray> velocities(NDManager scope, List<Part> parts, List<NDArray> tokens) {
        List<NDArray> velocities = new ArrayList<>();
        int at = 0;
        for (Part part : parts) {
            int end = at + part.field().rows().size();
            velocities.add(part.field().velocities(scope, tokens.subList(at, end), part.step()));
            at = end;
        }
        return velocities;
    }

    /** A row alone on its way from layer {@code first} to before {@code end}. */
    private NDArray divided(NDManager scope, VelocityField.Row row, NDArray tokens, DividedRow through) {
        int all = row.imageTokens();
        int cut = blocks.firstPart(all);
        long[] segments = blocks.partSegments(all);
        RowPart one = new RowPart(scope, transformer, row, tokens, segments, 0, cut);
        RowPart other = new RowPart(scope, transformer, row, tokens, segments, cut, all - cut);
        through.pass(Lanes.ofProcess(), one, other);
        return transformer
                .script()
                .call("joined")
                .tensor(one.tokens())
                .tensor(other.tokens())
                .integer(cut)
                .integer(all)
                .tensorIn(scope);
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
