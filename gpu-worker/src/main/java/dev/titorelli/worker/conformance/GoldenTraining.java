package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.worker.conditioning.InputPicture;
import dev.titorelli.worker.image.RgbImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Training: batches with the product's forward pass ({@code <batch>.model_output_<row>}), losses and gradients ({@code
 * <objective>.grad.<parameter>}), the weights after steps of an optimiser ({@code <run>.after<n>.<parameter>}).
 */
final class GoldenTraining implements GoldenGroup {
    static final String LOSSES = ".loss_per_sample";
    static final Pattern AFTER = Pattern.compile("(\\w+)\\.after(\\d+)\\..+");
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

    @Override
    public void check(GoldenChecks checks) {
        TreeSet<String> runs = new TreeSet<>();
        for (String tensor : checks.file().names()) {
            String family = GoldenFile.family(tensor);
            Matcher after = AFTER.matcher(tensor);
            if (tensor.endsWith(".input_ids")) {
                checks.in(family, () -> batch(checks, family));
            } else if (tensor.endsWith(LOSSES)) {
                checks.in(family, () -> objective(checks, family));
            } else if (after.matches()) {
                runs.add(after.group(1));
            }
        }
        runs.forEach(run -> checks.in(run, () -> optimiser(checks, run)));
    }

    private void batch(GoldenChecks checks, String family) throws IOException {
        try (NDManager step = models.scope().newSubManager()) {
            GoldenTrainingBatch batch = batch(step, checks, family);
            new GoldenPadding(batch.tokens(), batch.outputTokens(), padding()).compare(checks, family);
            int hidden = models.transformer().transformer().config().hiddenSize();
            new GoldenTrainingCase(checks, data.used("train:" + family), batch).compare(hidden);
            inputs(step, checks, family, batch);
            for (int row = 0; row < batch.rows(); row++) {
                if (checks.file().has(family + ".xt_" + row)) {
                    checks.close(family + ".xt_" + row, batch.noisy(row), GoldenChecks.FORWARD);
                }
                if (checks.file().has(family + ".model_output_" + row)) {
                    float[] velocity = batch.velocity(step, models.transformer(), row);
                    checks.close(family + ".model_output_" + row, velocity, GoldenChecks.FORWARD);
                }
                weights(checks, family, batch, row);
            }
        }
    }

    /** The golden latents of input pictures that the manifest names. */
    private void inputs(NDManager step, GoldenChecks checks, String family, GoldenTrainingBatch batch)
            throws IOException {
        JsonNode names = data.cases().path("train:" + family).path("image_of_sample");
        for (int row = 0; row < names.size(); row++) {
            JsonNode picture = data.cases().path("image:" + names.path(row).asText());
            if (picture.isObject() && !batch.branch(row).latents().isEmpty()) {
                RgbImage prepared = InputPicture.prepare(
                        data.picture(picture.path("file").asText()),
                        picture.path("max_image_size").asInt());
                float[] golden = batch.branch(row).latents().get(0).toFloatArray();
                float[] found = models.latents(step, List.of(prepared)).get(0).toFloatArray();
                double difference = GoldenChecks.difference(golden, found);
                checks.add("image_of_sample " + row, difference, GoldenChecks.FORWARD);
            }
        }
    }

    private GoldenTrainingBatch batch(NDManager step, GoldenChecks checks, String family) {
        return new GoldenTrainingBatch(step, checks.file(), family, data.used("train:" + family), models);
    }

    /** Training pads with another id than sampling; one case of the manifest says which. */
    private int padding() {
        return data.cases().findPath("pad_token_id").asInt(PADDING);
    }

    private static void weights(GoldenChecks checks, String family, GoldenTrainingBatch batch, int row) {
        for (String kind : new String[] {"todo", "paper"}) {
            String tensor = family + "." + kind + "_weight_" + row;
            if (checks.file().has(tensor)) {
                checks.close(tensor, GoldenObjective.weights(batch, row, kind), GoldenChecks.FORWARD);
            }
        }
    }

    private void objective(GoldenChecks checks, String family) throws IOException {
        Optional<GoldenObjective> known = GoldenObjective.of(checks.file(), family);
        if (known.isPresent()) {
            try (NDManager step = models.scope().newSubManager()) {
                GoldenTrainingBatch rows = batch(step, checks, known.get().batch());
                new GoldenGradients(data, models, checks).compare(family, known.get(), rows);
            }
        }
    }

    /** The batch is the one whose loss the run begins with. */
    private void optimiser(GoldenChecks checks, String run) throws IOException {
        double loss = data.cases().path("train:" + run).path("losses").path(0).asDouble(0);
        Optional<GoldenObjective> known = GoldenObjective.withLoss(checks.file(), loss);
        if (known.isPresent()) {
            try (NDManager step = models.scope().newSubManager()) {
                GoldenTrainingBatch rows = batch(step, checks, known.get().batch());
                new GoldenGradients(data, models, checks).steps(run, known.get(), rows);
            }
        }
    }
}
