package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The branches' velocities of a request, and what guidance makes of them. */
final class GoldenGuidance implements GoldenGroup {
    private static final String GUIDED = ".guided";
    private static final List<String> BRANCHES = List.of(".cond", ".uncond", ".img_cond");
    private static final float FLOW_TIME = 0.25f;

    private final GoldenData data;
    private final GoldenModels models;

    GoldenGuidance(GoldenData data, GoldenModels models) {
        this.data = data;
        this.models = models;
    }

    @Override
    public String name() {
        return "cfg";
    }

    @Override
    public void check(GoldenChecks checks) {
        for (String tensor : checks.file().names()) {
            if (tensor.endsWith(GUIDED)) {
                String request = tensor.substring(0, tensor.length() - GUIDED.length());
                checks.in(request, () -> {
                    try (NDManager step = models.scope().newSubManager()) {
                        branches(checks, request, step);
                        guided(checks, request, step);
                    }
                });
            }
        }
    }

    /** All branches in one step, as the product computes them. */
    private void branches(GoldenChecks checks, String request, NDManager step) throws Exception {
        String description = checks.file().description(request + GUIDED);
        GoldenInputs inputs = new GoldenInputs(data, models);
        NDArray x = inputs.noisy(step, description, request);
        GoldenRow row = models.rows(models.request(request)).get(0);
        List<NDArray> pictures = inputs.latents(step, request);
        List<GoldenBranch> branches = row.branches().stream()
                .map(tokens -> new GoldenBranch(tokens, pictures))
                .toList();
        float flowTime = GoldenForward.said(description, FLOW_TIME);
        NDArray velocities = models.transformer().velocities(step, branches, x, flowTime);
        for (int branch = 0; branch < branches.size(); branch++) {
            float[] velocity = velocities.get(branch).toFloatArray();
            checks.close(request + BRANCHES.get(branch), velocity, GoldenChecks.FORWARD);
        }
    }

    private void guided(GoldenChecks checks, String request, NDManager step) {
        GoldenFile file = checks.file();
        List<NDArray> velocities = BRANCHES.stream()
                .filter(branch -> file.has(request + branch))
                .map(branch -> file.tensor(step, request + branch))
                .toList();
        JsonNode scales = models.guidance(request);
        NDArray guided = models.parts()
                .sampler()
                .guide(
                        step,
                        NDArrays.concat(new NDList(velocities), 0),
                        scales.path("guidance_scale").asDouble(),
                        scales.path("img_guidance_scale").asDouble());
        checks.close(request + GUIDED, guided, GoldenChecks.FORWARD);
    }
}
