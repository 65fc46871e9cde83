package dev.titorelli.worker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.worker.conditioning.ImageSpan;
import dev.titorelli.worker.conditioning.InputPicture;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Whole prompts: ids, places, masks and spans of {@code <request>.sep.<branch>} and {@code <request>.joint}. The
 * reference pads rows on the left to one length; ours has neither padding nor mask, and must be the same beside it.
 */
final class GoldenProcessor implements GoldenGroup {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SAME_SIZE = "_same_size";
    private static final Pattern BRANCH =
            Pattern.compile("\\w+\\.(joint|sep\\.(cond|uncond|img_cond))\\.(input_ids|position_ids|attention_mask)");
    private static final int PADDING = 2;

    private final GoldenData data;
    private final GoldenModels models;

    GoldenProcessor(GoldenData data, GoldenModels models) {
        this.data = data;
        this.models = models;
    }

    @Override
    public String name() {
        return "processor";
    }

    @Override
    public void check(GoldenChecks checks) {
        TreeSet<String> families = new TreeSet<>();
        checks.file().names().stream()
                .filter(tensor -> BRANCH.matcher(tensor).matches())
                .forEach(tensor -> families.add(GoldenFile.family(tensor)));
        for (String family : families) {
            checks.in(family.split("\\.", 2)[0], () -> check(checks, family));
        }
    }

    private void check(GoldenChecks checks, String family) throws Exception {
        String[] parts = family.split("\\.", 2);
        boolean sameSize = !data.cases().has("processor:" + parts[0]) && parts[0].endsWith(SAME_SIZE);
        String request = sameSize ? parts[0].substring(0, parts[0].length() - SAME_SIZE.length()) : parts[0];
        List<GoldenRow> rows = models.rows(models.request(request));
        List<PromptTokens> branch = branch(rows, parts[1]);
        int outputTokens = sameSize ? InputPicture.tokens(rows.get(0).pictures().get(0)) : models.outputTokens();
        new GoldenPadding(branch, outputTokens, PADDING).compare(checks, family);
        if (!sameSize) {
            compareSpans(checks, parts[1], models.request(request), branch);
            comparePictures(checks, parts[1], models.request(request), rows, branch);
        }
    }

    /** The rows of {@code sep.cond}, {@code sep.uncond}, {@code sep.img_cond}, or {@code joint}: those three together. */
    private static List<PromptTokens> branch(List<GoldenRow> rows, String name) {
        List<PromptTokens> conditional =
                rows.stream().map(GoldenRow::conditional).toList();
        List<PromptTokens> unconditional =
                rows.stream().map(GoldenRow::unconditional).toList();
        List<PromptTokens> imageOnly = rows.stream().map(GoldenRow::imageOnly).toList();
        return switch (name) {
            case "sep.cond" -> conditional;
            case "sep.uncond" -> unconditional;
            case "sep.img_cond" -> imageOnly;
            case "joint" -> {
                List<PromptTokens> all = new ArrayList<>(conditional);
                all.addAll(unconditional);
                if (rows.stream().anyMatch(row -> !row.pictures().isEmpty())) {
                    all.addAll(imageOnly);
                }
                yield all;
            }
            default -> throw new IllegalArgumentException("no branch " + name);
        };
    }

    private static void compareSpans(GoldenChecks checks, String branch, JsonNode request, List<PromptTokens> rows) {
        JsonNode expected = request.at("/" + branch.replace('.', '/') + "/image_spans");
        int longest = rows.stream().mapToInt(PromptTokens::length).max().orElse(0);
        Map<String, List<List<Integer>>> spans = new TreeMap<>();
        for (int row = 0; row < rows.size(); row++) {
            int padding = longest - rows.get(row).length();
            List<List<Integer>> found = rows.get(row).spans().stream()
                    .map(span -> List.of(span.start() + padding, span.end() + padding))
                    .toList();
            if (!found.isEmpty()) {
                spans.put(Integer.toString(row), found);
            }
        }
        if (!expected.isMissingNode()) {
            checks.equal(branch + ".image_spans", expected, JSON.valueToTree(spans));
        }
    }

    /** The reference has a picture for each span. */
    private static void comparePictures(
            GoldenChecks checks,
            String branch,
            JsonNode request,
            List<GoldenRow> requestRows,
            List<PromptTokens> rows) {
        List<List<Integer>> shapes = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            List<RgbImage> pictures = requestRows.get(row % requestRows.size()).pictures();
            for (ImageSpan span : rows.get(row).spans()) {
                RgbImage picture = pictures.get(span.image());
                shapes.add(List.of(1, 3, picture.heightPx(), picture.widthPx()));
            }
        }
        JsonNode said = request.at("/" + branch.replace('.', '/'));
        if (said.has("pixel_shapes")) {
            checks.equal(branch + ".pixel_shapes", said.path("pixel_shapes"), JSON.valueToTree(shapes));
        }
        if (said.has("n_pixel_values")) {
            checks.equal(branch + ".n_pixel_values", said.path("n_pixel_values").asInt(), shapes.size());
        }
    }
}
