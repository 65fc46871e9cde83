package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.model.Lora;
import dev.titorelli.worker.model.LoraAdapter;
import dev.titorelli.worker.model.ScaledAdapter;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PEFT adapter: velocities without it ({@code velocity_base}) and with it ({@code velocity_unmerged}, {@code
 * velocity_merged}), and what it adds to the weights ({@code merged.layer<i>.<linear>}).
 */
final class GoldenLora implements GoldenGroup {
    private static final Pattern REQUEST = Pattern.compile("(\\w+) cond\\b");
    private static final Pattern MERGED = Pattern.compile("merged\\.layer(\\d+)\\.(qkv_proj|o_proj)");
    private static final float FLOW_TIME = 0.37f;

    private final GoldenData data;
    private final GoldenModels models;

    GoldenLora(GoldenData data, GoldenModels models) {
        this.data = data;
        this.models = models;
    }

    @Override
    public String name() {
        return "lora";
    }

    @Override
    public void check(GoldenChecks checks) throws IOException {
        try (LoraAdapter adapter =
                models.adapter(models.adapterFolder(checks.file().description()))) {
            for (String tensor : checks.file().names()) {
                Matcher merged = MERGED.matcher(tensor);
                if (merged.matches()) {
                    checks.in("merged", () -> weights(checks, tensor, merged, adapter));
                } else if (tensor.startsWith("velocity_")) {
                    double scale = tensor.equals("velocity_base") ? 0 : 1;
                    checks.in(tensor, () -> velocity(checks, tensor, new ScaledAdapter(adapter, scale)));
                }
            }
        }
    }

    private void velocity(GoldenChecks checks, String tensor, ScaledAdapter adapter) throws Exception {
        String description = checks.file().description(tensor);
        String inputs = description.isEmpty() ? checks.file().description("velocity_base") : description;
        Matcher named = REQUEST.matcher(inputs);
        if (!named.find()) {
            throw new IOException("no description names the request, as in 'one_image cond'");
        }
        GoldenInputs golden = new GoldenInputs(data, models);
        try (NDManager step = models.scope().newSubManager()) {
            GoldenRow row = models.rows(models.request(named.group(1))).get(0);
            GoldenBranch branch = new GoldenBranch(
                    row.conditional(), golden.latents(step, named.group(1)), Lora.of(Optional.of(adapter)));
            NDArray x = golden.noisy(step, inputs, named.group(1));
            float flowTime = GoldenForward.said(inputs, FLOW_TIME);
            float[] velocity = models.transformer().velocity(step, branch, x, flowTime);
            checks.close(tensor, velocity, GoldenChecks.FORWARD);
        }
    }

    /** W + factor B A, which the product never forms. */
    private void weights(GoldenChecks checks, String tensor, Matcher merged, LoraAdapter adapter) throws IOException {
        int layer = Integer.parseInt(merged.group(1));
        boolean qkv = merged.group(2).equals("qkv_proj");
        NDArray a = adapter.tensors().get(qkv ? 0 : 2).get(layer);
        NDArray b = adapter.tensors().get(qkv ? 1 : 3).get(layer);
        NDArray base = models.transformer().weights(layer).get(qkv ? 1 : 2);
        try (NDManager step = models.scope().newSubManager()) {
            NDArray delta = b.matMul(a).mul((float) adapter.factor());
            delta.attach(step);
            NDArray sum = delta.add(base);
            sum.attach(step);
            checks.close(tensor, sum, GoldenChecks.FORWARD);
        }
    }
}
