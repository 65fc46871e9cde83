package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.worker.model.Lora;
import dev.titorelli.worker.model.Transformer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reference's key and value cache: {@code <request>.steps<n>.fixed_z} is right, {@code upstream_z} has its fault of
 * the first step and only informs; {@code layer<i>.k} and {@code .v} are a prefix's keys and values.
 */
final class GoldenKeysValues implements GoldenGroup {
    private static final String FIXED = ".fixed_z";
    private static final String UPSTREAM = ".upstream_z";
    private static final Pattern CACHE = Pattern.compile("layer(\\d+)\\.([kv])");
    private static final Pattern REQUEST = Pattern.compile("(\\w+) cond\\b");

    private final GoldenData data;
    private final GoldenModels models;

    GoldenKeysValues(GoldenData data, GoldenModels models) {
        this.data = data;
        this.models = models;
    }

    @Override
    public String name() {
        return "kvcache";
    }

    @Override
    public void check(GoldenChecks checks) {
        for (String tensor : checks.file().names()) {
            Matcher cache = CACHE.matcher(tensor);
            if (tensor.endsWith(FIXED)) {
                String family = tensor.substring(0, tensor.length() - FIXED.length());
                checks.in(family, () -> trajectory(checks, family));
            } else if (cache.matches()) {
                checks.in("layer" + cache.group(1), () -> cache(checks, tensor, cache));
            }
        }
    }

    private void trajectory(GoldenChecks checks, String family) throws Exception {
        GoldenTrajectory trajectory = GoldenTrajectory.of(family);
        GoldenFile file = checks.file();
        int rows = (int) file.shape(family + FIXED)[1];
        for (int row = 0; row < rows; row++) {
            GoldenTrajectory.Painted painted = trajectory.painted(models, file, family + FIXED, row);
            GoldenSample.compare(checks, family + FIXED, row, rows, painted);
            if (row == 0 && file.has(family + UPSTREAM)) {
                NDManager scope = models.scope();
                try (NDManager step = scope.newSubManager()) {
                    NDArray last = file.row(step, family + UPSTREAM, trajectory.steps());
                    List<float[]> found = painted.latents();
                    float[] expected = last.get(0).get(0).toFloatArray();
                    checks.informs(family + UPSTREAM, expected, found.get(found.size() - 1));
                }
            }
        }
    }

    private void cache(GoldenChecks checks, String tensor, Matcher cache) throws Exception {
        int layer = Integer.parseInt(cache.group(1));
        int length = (int) checks.file().shape(tensor)[2];
        try (NDManager step = models.scope().newSubManager()) {
            GoldenRow row = row(checks.file().description(), length);
            Transformer.Cache prefix = models.transformer()
                    .transformer()
                    .prefill(
                            step,
                            row.conditional(),
                            models.latents(step, row.pictures()),
                            models.outputTokens(),
                            Lora.NONE);
            NDArray kept = cache.group(2).equals("k") ? prefix.keys() : prefix.values();
            checks.close(tensor, kept.get(layer).get(":, 0:" + length).expandDims(0), GoldenChecks.FORWARD);
        }
    }

    /** The request that the description names, else the one whose prefix is as long as the keys. */
    private GoldenRow row(String description, int length) throws Exception {
        Matcher named = REQUEST.matcher(description);
        if (named.find() && data.cases().has("processor:" + named.group(1))) {
            return models.rows(models.request(named.group(1))).get(0);
        }
        for (Map.Entry<String, JsonNode> known : data.cases().properties()) {
            if (known.getKey().startsWith("processor:")) {
                GoldenRow row = models.rows(known.getValue()).get(0);
                if (row.conditional().length() == length) {
                    return row;
                }
            }
        }
        throw new IOException("no request of the manifest has a prefix of " + length + " tokens");
    }
}
