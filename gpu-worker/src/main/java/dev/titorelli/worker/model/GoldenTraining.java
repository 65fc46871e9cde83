package dev.titorelli.worker.model;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Training's batches and losses, with the product's forward pass. Gradients and optimiser steps are not compared: the
 * product does not train.
 */
final class GoldenTraining implements GoldenGroup {
    private static final String LOSSES = ".loss_per_sample";
    private static final String LORA = "lora";
    private static final int PADDING = 2;

    private final GoldenData data;
    private final GoldenModels models;

    GoldenTraining(GoldenData data, GoldenModels models) {
        this.data = data;
        this.models = models;
    }

    @Override
    public String name() {
        return "train";
    }

    /** What the model computes at x_t, and what is made of the error. */
    private record Losses(String family, Lora lora, String weights) {}

    @Override
    public void check(GoldenChecks checks) {
        for (String tensor : checks.file().names()) {
            String family = tensor.substring(0, Math.max(0, tensor.lastIndexOf('.')));
            if (tensor.endsWith(".input_ids")) {
                checks.in(family, () -> batch(checks, family));
            } else if (tensor.endsWith(LOSSES)) {
                checks.in(family, () -> losses(checks, family));
            }
        }
    }

    private void batch(GoldenChecks checks, String family) throws IOException {
        try (NDManager step = models.scope().newSubManager()) {
            GoldenTrainingBatch batch = batch(step, checks, family);
            new GoldenPadding(batch.tokens(), batch.outputTokens(), padding()).compare(checks, family);
            for (int row = 0; row < batch.rows(); row++) {
                if (checks.file().has(family + ".xt_" + row)) {
                    checks.close(family + ".xt_" + row, batch.noisy(row), GoldenChecks.FORWARD);
                }
                if (checks.file().has(family + ".model_output_" + row)) {
                    float[] velocity = batch.velocity(step, models.transformer(), row, Lora.NONE);
                    checks.close(family + ".model_output_" + row, velocity, GoldenChecks.FORWARD);
                }
                weights(checks, family, batch, row);
            }
        }
    }

    private GoldenTrainingBatch batch(NDManager step, GoldenChecks checks, String family) {
        JsonNode instructions = data.used("train:" + family);
        return new GoldenTrainingBatch(step, checks.file(), family, instructions, models);
    }

    /** Training pads with another id than sampling; one case of the manifest says which. */
    private int padding() {
        JsonNode said = data.cases().findPath("pad_token_id");
        return said.asInt(PADDING);
    }

    private void weights(GoldenChecks checks, String family, GoldenTrainingBatch batch, int row) {
        for (String kind : new String[] {"todo", "paper"}) {
            String tensor = family + "." + kind + "_weight_" + row;
            if (checks.file().has(tensor)) {
                checks.close(tensor, weights(checks, family, batch, row, kind), GoldenChecks.FORWARD);
            }
        }
    }

    private static float[] weights(
            GoldenChecks checks, String family, GoldenTrainingBatch batch, int row, String kind) {
        float[] edited = batch.values("x1", row);
        if (!kind.equals("todo") && !kind.equals("paper")) {
            float[] even = new float[edited.length];
            Arrays.fill(even, 1);
            return even;
        }
        float[] input = checks.file().floats(family + ".input_latent");
        return kind.equals("todo")
                ? RectifiedFlow.clampedEditWeights(edited, input)
                : RectifiedFlow.paperEditWeights(edited, input);
    }

    private void losses(GoldenChecks checks, String family) throws IOException {
        if (family.equals(LORA)) {
            try (LoraAdapter adapter = models.adapter(models.adapterFolder(LORA))) {
                Lora lora = Lora.of(Optional.of(new ScaledAdapter(adapter, 1)));
                losses(checks, family, new Losses(batchOf(checks.file()), lora, ""));
            }
        } else if (checks.file().has(family + ".t")) {
            losses(checks, family, new Losses(family, Lora.NONE, ""));
        } else {
            String[] parts = family.split("_", 2); // edit_todo: the batch edit, weighted
            losses(checks, family, new Losses(parts[0], Lora.NONE, parts[parts.length - 1]));
        }
    }

    /** The batch of the adapter's losses: the one with as many rows and outputs of several sizes. */
    private static String batchOf(GoldenFile file) throws IOException {
        long rows = file.shape(LORA + LOSSES)[0];
        return file.names().stream()
                .filter(tensor -> tensor.endsWith(".t") && file.shape(tensor)[0] == rows)
                .map(tensor -> tensor.substring(0, tensor.length() - 2))
                .filter(family -> file.has(family + ".position_ids"))
                .findFirst()
                .orElseThrow(() -> new IOException("no batch has " + rows + " rows"));
    }

    private void losses(GoldenChecks checks, String golden, Losses of) throws IOException {
        try (NDManager step = models.scope().newSubManager()) {
            GoldenTrainingBatch batch = batch(step, checks, of.family());
            float[] losses = new float[batch.rows()];
            for (int row = 0; row < losses.length; row++) {
                float[] velocity = batch.velocity(step, models.transformer(), row, of.lora());
                float[] weights = weights(checks, of.family(), batch, row, of.weights());
                losses[row] = RectifiedFlow.loss(velocity, batch.values("x1", row), batch.values("x0", row), weights);
            }
            checks.close(golden + LOSSES, losses, GoldenChecks.FORWARD);
            checks.close(golden + ".loss", new float[] {RectifiedFlow.mean(losses)}, GoldenChecks.FORWARD);
        }
    }
}
