package dev.titorelli.worker.conformance;

import dev.titorelli.worker.conditioning.PromptTokens;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows as the reference pads them to one length: [padding | prefix | time | image | padding], ids, places and mask.
 *
 * @param outputTokens image tokens of each row
 * @param padding its id
 */
record GoldenPadding(List<PromptTokens> rows, List<Integer> outputTokens, int padding) {

    GoldenPadding {
        rows = List.copyOf(rows);
        outputTokens = List.copyOf(outputTokens);
    }

    /** Rows with outputs of one size. */
    GoldenPadding(List<PromptTokens> rows, int outputTokens, int padding) {
        this(rows, Collections.nCopies(rows.size(), outputTokens), padding);
    }

    /** Compares those of {@code <family>.input_ids}, {@code .position_ids}, {@code .attention_mask} that there are. */
    void compare(GoldenChecks checks, String family) {
        GoldenFile file = checks.file();
        if (file.has(family + ".input_ids")) {
            equal(checks, family + ".input_ids", rows.stream().flatMapToInt(this::ids));
        }
        if (file.has(family + ".position_ids")) {
            equal(checks, family + ".position_ids", rows.stream().flatMapToInt(this::places));
        }
        if (file.has(family + ".attention_mask")) {
            checks.add(family + ".attention_mask", maskDifferences(file.bytes(family + ".attention_mask")), 0);
        }
    }

    private static void equal(GoldenChecks checks, String tensor, IntStream found) {
        checks.equal(
                tensor,
                Arrays.stream(checks.file().longs(tensor)).boxed().toList(),
                found.asLongStream().boxed().toList());
    }

    private int longest() {
        return rows.stream().mapToInt(PromptTokens::length).max().orElse(0);
    }

    private int mostOutputTokens() {
        return outputTokens.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private int padding(PromptTokens row) {
        return longest() - row.length();
    }

    private IntStream ids(PromptTokens row) {
        return IntStream.concat(
                IntStream.generate(() -> padding).limit(padding(row)),
                row.ids().stream().mapToInt(Integer::intValue));
    }

    private IntStream places(PromptTokens row) {
        return IntStream.concat(
                IntStream.generate(() -> 0).limit(padding(row)),
                IntStream.range(0, row.length() + 1 + mostOutputTokens()));
    }

    /** 1 where a token sees another set than the mask says, else 0. */
    private double maskDifferences(byte[] masks) {
        int length = longest() + 1 + mostOutputTokens();
        if (masks.length != rows.size() * length * length) {
            return Double.POSITIVE_INFINITY;
        }
        for (int row = 0; row < rows.size(); row++) {
            for (int query = 0; query < length; query++) {
                for (int key = 0; key < length; key++) {
                    boolean seen = masks[(row * length + query) * length + key] != 0;
                    if (seen != sees(row, query, key)) {
                        return 1;
                    }
                }
            }
        }
        return 0;
    }

    /** Padding is seen by itself alone: what stands before a row sees all up to the row's end, what stands behind, the row. */
    private boolean sees(int row, int query, int key) {
        PromptTokens tokens = rows.get(row);
        int start = padding(tokens);
        int end = longest() + 1 + outputTokens.get(row);
        if (key >= end) {
            return false;
        }
        return query < start || (query >= end ? key >= start : sees(tokens, query - start, key - start));
    }

    private static boolean sees(PromptTokens tokens, int query, int key) {
        if (key < 0) {
            return false; // padding
        }
        if (query > tokens.length()) {
            return true; // image tokens see the whole row
        }
        if (query == tokens.length()) {
            return key <= query; // the time token sees the prefix and itself
        }
        return tokens.runs().stream()
                .filter(run -> run.start() <= query && query < run.end())
                .anyMatch(run -> run.causal() ? key <= query : key < run.end());
    }
}
