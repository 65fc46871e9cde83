package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.worker.conditioning.PromptTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The reference pads rows on the left to one length and gives each its places and a mask. Ours has neither padding nor
 * mask: beside the padding its rows must be the same.
 */
class ProcessorTest {
    private static final String FILE = "processor";
    private static final int PADDING = 2;
    private static final int OUTPUT_TOKENS = 48;

    @ParameterizedTest
    @ValueSource(strings = {"text_only", "one_image", "two_images", "batch_padded", "image_twice"})
    void givesEachBranchTheReferencesTokensPlacesAndMask(String request) {
        assertRows(request + ".sep.cond", conditional(request), OUTPUT_TOKENS);
        assertRows(request + ".sep.uncond", unconditional(request), OUTPUT_TOKENS);
        if (!request.equals("text_only")) {
            assertRows(request + ".sep.img_cond", imageOnly(request), OUTPUT_TOKENS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text_only", "one_image", "two_images", "batch_padded", "image_twice"})
    void givesEachRowOfTheJointBatchTheSame(String request) {
        List<PromptTokens> rows = new ArrayList<>(conditional(request));
        rows.addAll(unconditional(request));
        if (!request.equals("text_only")) {
            rows.addAll(imageOnly(request));
        }
        assertRows(request + ".joint", rows, OUTPUT_TOKENS);
    }

    @ParameterizedTest
    @CsvSource({"cond, 0", "uncond, 1", "img_cond, 2"})
    void countsTheTokensOfAnOutputOfTheInputsSize(String branch, int index) {
        PromptTokens tokens = GoldenPrompts.branches("one_image").get(index);
        assertRows("one_image_same_size.sep." + branch, List.of(tokens), 28);
    }

    private static List<PromptTokens> conditional(String request) {
        return rows(request)
                .mapToObj(row -> GoldenPrompts.conditional(request, row))
                .toList();
    }

    private static List<PromptTokens> unconditional(String request) {
        return rows(request).mapToObj(row -> GoldenPrompts.unconditional()).toList();
    }

    private static List<PromptTokens> imageOnly(String request) {
        return rows(request)
                .mapToObj(row -> GoldenPrompts.imageOnly(request, row))
                .toList();
    }

    private static IntStream rows(String request) {
        return IntStream.range(0, GoldenPrompts.rows(request));
    }

    private static void assertRows(String golden, List<PromptTokens> rows, int outputTokens) {
        Set<String> names = Goldens.names(FILE);
        int longest = rows.stream().mapToInt(PromptTokens::length).max().orElseThrow();
        int length = longest + 1 + outputTokens;
        for (int row = 0; row < rows.size(); row++) {
            PromptTokens tokens = rows.get(row);
            int padding = longest - tokens.length();
            if (names.contains(golden + ".input_ids")) {
                assertThat(row(Goldens.longs(FILE, golden + ".input_ids"), row, longest))
                        .isEqualTo(paddedIds(tokens, padding));
            }
            assertThat(row(Goldens.longs(FILE, golden + ".position_ids"), row, length))
                    .isEqualTo(paddedPlaces(padding, length));
            if (names.contains(golden + ".attention_mask")) {
                assertMask(Goldens.bytesOf(FILE, golden + ".attention_mask"), row, length, tokens);
            }
        }
    }

    private static long[] row(long[] rows, int row, int length) {
        return Arrays.copyOfRange(rows, row * length, (row + 1) * length);
    }

    private static long[] paddedIds(PromptTokens tokens, int padding) {
        IntStream ids = tokens.ids().stream().mapToInt(Integer::intValue);
        return IntStream.concat(IntStream.generate(() -> PADDING).limit(padding), ids)
                .asLongStream()
                .toArray();
    }

    private static long[] paddedPlaces(int padding, int length) {
        return IntStream.concat(IntStream.generate(() -> 0).limit(padding), IntStream.range(0, length - padding))
                .asLongStream()
                .toArray();
    }

    private static void assertMask(byte[] masks, int row, int length, PromptTokens tokens) {
        int padding = length - tokens.length() - 1 - OUTPUT_TOKENS;
        for (int query = padding; query < length; query++) {
            for (int key = 0; key < length; key++) {
                boolean seen = key >= padding && sees(tokens, query - padding, key - padding);
                assertThat(masks[(row * length + query) * length + key])
                        .as("row %d, query %d, key %d", row, query, key)
                        .isEqualTo((byte) (seen ? 1 : 0));
            }
        }
    }

    private static boolean sees(PromptTokens tokens, int query, int key) {
        if (query > tokens.length()) {
            return true; // image tokens see the whole row
        }
        if (query == tokens.length()) {
            return key <= query; // the time token sees the prefix and itself
        }
        PromptTokens.AttentionRun run = tokens.runs().stream()
                .filter(r -> r.start() <= query && query < r.end())
                .findFirst()
                .orElseThrow();
        return run.causal() ? key <= query : key < run.end();
    }
}
