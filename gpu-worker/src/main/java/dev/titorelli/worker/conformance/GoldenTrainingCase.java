package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.worker.conditioning.PromptTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the manifest's case says of a training batch beside its instructions. */
record GoldenTrainingCase(GoldenChecks checks, JsonNode said, GoldenTrainingBatch batch) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LATENT_PX = 8;

    /** @param hiddenSize of the model */
    void compare(int hiddenSize) {
        equal("image_spans", spans());
        equal("output_hw", sizes());
        equal("padding_tokens", padding(hiddenSize));
        for (int row = 0; row < said.path("weights").size(); row++) {
            edit(row, said.path("weights").path(row));
        }
    }

    private void equal(String field, Object found) {
        if (said.has(field)) {
            checks.equal(field, said.path(field), JSON.valueToTree(found));
        }
    }

    private Map<String, List<List<Integer>>> spans() {
        int longest =
                batch.tokens().stream().mapToInt(PromptTokens::length).max().orElse(0);
        Map<String, List<List<Integer>>> spans = new TreeMap<>();
        for (int row = 0; row < batch.rows(); row++) {
            PromptTokens tokens = batch.tokens().get(row);
            int padding = longest - tokens.length();
            if (!tokens.spans().isEmpty()) {
                spans.put(
                        Integer.toString(row),
                        tokens.spans().stream()
                                .map(span -> List.of(span.start() + padding, span.end() + padding))
                                .toList());
            }
        }
        return spans;
    }

    private List<List<Integer>> sizes() {
        List<List<Integer>> sizes = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            long[] shape = batch.shape(row);
            sizes.add(List.of((int) shape[2] * LATENT_PX, (int) shape[3] * LATENT_PX));
        }
        return sizes;
    }

    /** What the reference puts behind the image tokens of smaller outputs; null behind the largest. */
    private List<List<Integer>> padding(int hiddenSize) {
        int most =
                batch.outputTokens().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<List<Integer>> padding = new ArrayList<>();
        for (int tokens : batch.outputTokens()) {
            padding.add(tokens == most ? null : List.of(1, most - tokens, hiddenSize));
        }
        return padding;
    }

    private void edit(int row, JsonNode weights) {
        float[] edited = batch.values("x1", row);
        NDArray input = batch.branch(row).latents().get(0);
        float[] before = input.toFloatArray();
        double mean = 0;
        for (int i = 0; i < edited.length; i++) {
            mean += Math.abs((double) edited[i] - before[i]) / edited.length;
        }
        near("weights." + row + ".diff_mean", weights.path("diff_mean"), mean);
        double most = 0;
        for (float weight : GoldenObjective.weights(batch, row, "todo")) {
            most = Math.max(most, weight);
        }
        near("weights." + row + ".max_weight", weights.path("max_weight"), most);
        if (weights.has("branch")) {
            String branch = mean < 0.001 ? "identical" : mean <= 0.8 ? "moderate" : "large";
            checks.equal("weights." + row + ".branch", weights.path("branch").asText(), branch);
        }
    }

    private void near(String what, JsonNode expected, double found) {
        if (!expected.isMissingNode()) {
            checks.add(what, Math.abs(expected.asDouble(Double.NaN) - found), GoldenChecks.FORWARD);
        }
    }
}
