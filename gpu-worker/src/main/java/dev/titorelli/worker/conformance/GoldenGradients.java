package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.worker.model.LoraAdapter;
import dev.titorelli.worker.training.AdamW;
import dev.titorelli.worker.training.Example;
import dev.titorelli.worker.training.Gradients;
import dev.titorelli.worker.training.TrainableModel;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Losses, gradients and what AdamW makes of them, computed as training computes them. */
record GoldenGradients(GoldenData data, GoldenModels models, GoldenChecks checks) {
    private static final String NORMS = ":grad_norms";

    /** Compares losses, gradients and the gradients' norms of one objective. */
    void compare(String family, GoldenObjective objective, GoldenTrainingBatch rows) throws IOException {
        try (NDManager scope = models.scope().newSubManager();
                TrainableModel model =
                        TrainableModel.copyOf(scope, models.transformer().parameters())) {
            List<Example> examples = objective.examples(scope, rows);
            if (objective.ofAdapter()) {
                try (LoraAdapter adapter = models.adapter(models.adapterFolder(family))) {
                    Gradients found = model.byAdapter(scope, examples, adapter.tensors(), adapter.factor());
                    compare(
                            family,
                            found,
                            GoldenAdapterNames.of(adapter, models.transformer()).named(found.tensors()));
                }
            } else {
                Gradients found = model.byWeights(scope, examples);
                compare(family, found, models.transformer().named(found.tensors()));
            }
        }
    }

    private void compare(String family, Gradients found, Map<String, NDArray> named) {
        float[] losses = new float[found.losses().size()];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = found.losses().get(i);
        }
        checks.close(family + GoldenTraining.LOSSES, losses, GoldenChecks.FORWARD);
        if (checks.file().has(family + ".loss")) {
            checks.close(family + ".loss", new float[] {found.loss()}, GoldenChecks.FORWARD);
        }
        compare(family + ".grad.", named);
        norms(family, found, named);
    }

    private void compare(String prefix, Map<String, NDArray> named) {
        for (String tensor : checks.file().names()) {
            NDArray of = tensor.startsWith(prefix) ? named.get(tensor.substring(prefix.length())) : null;
            if (of != null) { // a name that no layout has stays unread, and is told as unknown
                checks.close(tensor, of, GoldenChecks.FORWARD);
            }
        }
    }

    private void norms(String family, Gradients found, Map<String, NDArray> named) {
        String name = "train:" + family + NORMS;
        if (!data.cases().has(name)) {
            return;
        }
        JsonNode norms = data.used(name);
        close(name + " loss", norms.path("loss"), found.loss());
        close(name + " total", norms.path("total"), norm(found.tensors()));
        norms.path("per_parameter").properties().forEach(of -> {
            if (named.containsKey(of.getKey())) {
                close(name + " " + of.getKey(), of.getValue(), norm(List.of(named.get(of.getKey()))));
            } else {
                checks.unknown(name + " " + of.getKey(), "no layout has this parameter");
            }
        });
    }

    private void close(String what, JsonNode expected, double found) {
        if (!expected.isMissingNode()) {
            double difference = expected.isNumber() ? Math.abs(expected.asDouble() - found) : Double.POSITIVE_INFINITY;
            checks.add(what, difference, GoldenChecks.FORWARD);
        }
    }

    private static double norm(List<NDArray> tensors) {
        double squares = 0;
        for (NDArray tensor : tensors) {
            for (float value : tensor.toFloatArray()) {
                squares += (double) value * value;
            }
        }
        return Math.sqrt(squares);
    }

    /** Compares the steps of an optimiser: losses and norms of the manifest's case, weights after some of them. */
    void steps(String family, GoldenObjective objective, GoldenTrainingBatch rows) throws IOException {
        JsonNode said = data.used("train:" + family);
        try (NDManager scope = models.scope().newSubManager();
                TrainableModel model =
                        TrainableModel.copyOf(scope, models.transformer().parameters())) {
            List<Example> examples = objective.examples(scope, rows);
            AdamW optimiser = model.adamW(model.weights(), settings(said));
            for (int step = 1; step <= last(family, said); step++) {
                try (NDManager each = scope.newSubManager()) {
                    Gradients gradients = model.byWeights(each, examples);
                    close(family + " loss " + step, said.path("losses").path(step - 1), gradients.loss());
                    float norm = optimiser.step(gradients);
                    close(
                            family + " norm " + step,
                            said.path("grad_norms_before_clip").path(step - 1),
                            norm);
                }
                compare(family + ".after" + step + ".", models.transformer().named(model.weights()));
            }
        }
    }

    private int last(String family, JsonNode said) {
        return checks.file().names().stream()
                .map(tensor -> GoldenTraining.AFTER.matcher(tensor))
                .filter(after -> after.matches() && after.group(1).equals(family))
                .mapToInt(after -> Integer.parseInt(after.group(2)))
                .reduce(said.path("losses").size(), Math::max);
    }

    /** PyTorch's defaults where the case says nothing. */
    private static AdamW.Settings settings(JsonNode said) {
        return new AdamW.Settings(
                said.path("lr").asDouble(0.001),
                said.path("betas").path(0).asDouble(0.9),
                said.path("betas").path(1).asDouble(0.999),
                said.path("eps").asDouble(1e-8),
                said.path("weight_decay").asDouble(0.01),
                said.path("max_grad_norm").asDouble(Double.MAX_VALUE));
    }
}
