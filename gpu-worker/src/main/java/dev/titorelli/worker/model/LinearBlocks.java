package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How the packed tokens of a step are cut for the linears. A product's kernel, and with it a token's bits, depends on
 * the number of its rows; at a fixed number a token's bits depend neither on its place nor on its neighbours, which
 * {@link #chosen} checks on this machine. Where no number of tokens holds that, every row is a segment of its own.
 *
 * @param tokens of each block; 0 for a segment a row
 * @param halves whether tokens have the same bits in half a block too, and in attention beside half of the queries, so
 *     that two lanes can divide a row
 */
public record LinearBlocks(int tokens, boolean halves) {
    /** Tried in this order: never by time, which would let two equal machines differ. */
    private static final List<Integer> CANDIDATES = List.of(256, 512, 128, 1024);

    private static final List<Integer> CANDIDATES_OF_SMALL = List.of(128, 256, 64, 512);
    private static final int SMALL_HIDDEN = 512;
    private static final int ORDERS = 3;
    private static final LinearBlocks PER_ROW = new LinearBlocks(0);

    /** Blocks that are never halved. */
    public LinearBlocks(int tokens) {
        this(tokens, false);
    }

    /** Every choice that {@link #chosen} can make. */
    static List<LinearBlocks> choices() {
        Stream<LinearBlocks> blocks = Stream.of(CANDIDATES, CANDIDATES_OF_SMALL)
                .flatMap(List::stream)
                .distinct()
                .flatMap(tokens -> Stream.of(new LinearBlocks(tokens), new LinearBlocks(tokens, true)));
        return Stream.concat(Stream.of(PER_ROW), blocks).toList();
    }

    /** The first length at which this machine's products keep a token's bits in every place, in a lane. */
    public static LinearBlocks chosen(NDManager scope, Transformer transformer) {
        return Lanes.ofProcess()
                .together(List.<Supplier<LinearBlocks>>of(() -> inLane(scope, transformer)))
                .get(0);
    }

    private static LinearBlocks inLane(NDManager scope, Transformer transformer) {
        int hidden = transformer.config().hiddenSize();
        return (hidden < SMALL_HIDDEN ? CANDIDATES_OF_SMALL : CANDIDATES)
                .stream()
                        .filter(tokens -> placesAgree(scope, transformer, tokens, hidden))
                        .findFirst()
                        .map(tokens -> new LinearBlocks(tokens, halvesAgree(scope, transformer, tokens)))
                        .orElse(PER_ROW);
    }

    private static boolean placesAgree(NDManager scope, Transformer transformer, int tokens, int hidden) {
        Random random = new Random(tokens);
        try (NDManager step = scope.newSubManager();
                Sampler sampler = new Sampler(step)) {
            NDArray x = sampler.noise(step, tokens, 1, tokens, hidden);
            return IntStream.range(0, ORDERS)
                    .allMatch(i -> transformer.placesAgree(x, step.create(order(tokens, random))));
        }
    }

    private static boolean halvesAgree(NDManager scope, Transformer transformer, int tokens) {
        TransformerConfig config = transformer.config();
        try (NDManager step = scope.newSubManager();
                Sampler sampler = new Sampler(step)) {
            NDArray x = sampler.noise(step, tokens, 1, tokens, config.hiddenSize());
            return Stream.of(tokens, tokens + tokens / 2 + 8, 4 * tokens).allMatch(queries -> {
                NDArray q = sampler.noise(step, 1, 1, queries, 1, config.headSize());
                NDArray seen = sampler.noise(step, 2, 1, queries + tokens, config.headSize());
                return transformer.halvesAgree(x, q, seen);
            });
        }
    }

    private static long[] order(int tokens, Random random) {
        List<Long> places = new ArrayList<>(LongStream.range(0, tokens).boxed().toList());
        Collections.shuffle(places, random);
        return places.stream().mapToLong(Long::longValue).toArray();
    }

    /** The segments' lengths for rows of these many image tokens, packed in this order; the last may reach beyond them. */
    long[] segments(List<Integer> rows) {
        if (tokens == 0) {
            return rows.stream().mapToLong(Integer::longValue).toArray();
        }
        long all = rows.stream().mapToLong(Integer::longValue).sum();
        return LongStream.generate(() -> tokens)
                .limit((all + tokens - 1) / tokens)
                .toArray();
    }

    /**
     * How many of a row's image tokens the first of two lanes has when they divide it: whole blocks and, of an odd number
     * of blocks, half of one. All of them where it is not divided.
     */
    int firstPart(int imageTokens) {
        int half = (imageTokens + tokens - 1) / Math.max(1, tokens) * tokens / 2;
        return halves ? Math.min(half, imageTokens) : imageTokens;
    }

    /** The segments' lengths of a part of a divided row. */
    long[] partSegments(int imageTokens) {
        int part = firstPart(imageTokens);
        long[] segments = LongStream.generate(() -> tokens)
                .limit((part + tokens - 1) / tokens)
                .toArray();
        if (part % tokens != 0) {
            segments[segments.length - 1] = tokens / 2;
        }
        return segments;
    }

    /** As it stands in the profile. */
    String linearMode() {
        return tokens == 0 ? "per-row" : "blocks-" + tokens + (halves ? "-halves" : "");
    }
}
