package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.training.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The rows of a training batch: {@code <family>.x1_<i>} and {@code x0_<i>}, or {@code x1} and {@code x0} of all rows; the
 * instructions are in the manifest's case.
 */
final class GoldenTrainingBatch {
    private static final Pattern TAG = Pattern.compile("<\\|image_\\d+\\|>");

    private final GoldenFile file;
    private final String family;
    private final List<GoldenBranch> branches = new ArrayList<>();

    /** @param instructions the manifest's case of the family */
    GoldenTrainingBatch(NDManager scope, GoldenFile file, String family, JsonNode instructions, GoldenModels models) {
        this.file = file;
        this.family = family;
        int next = 0;
        for (int row = 0; row < rows(); row++) {
            String instruction = instructions.has("instruction")
                    ? instructions.path("instruction").asText()
                    : instructions.path("instructions").path(row).asText();
            List<NDArray> latents = new ArrayList<>();
            long pictures = TAG.matcher(instruction)
                    .results()
                    .map(r -> r.group())
                    .distinct()
                    .count();
            for (int i = 0; i < pictures; i++) {
                latents.add(latents(scope, next++));
            }
            List<Integer> tokens = latents.stream()
                    .map(l -> (int) (l.getShape().get(2) * l.getShape().get(3) / 4))
                    .toList();
            branches.add(new GoldenBranch(models.prompts().encode(instruction, tokens), latents));
        }
    }

    private NDArray latents(NDManager scope, int index) {
        if (file.has(family + ".input_latent")) {
            return file.tensor(scope, family + ".input_latent");
        }
        return file.has(family + ".input_latents")
                ? file.row(scope, family + ".input_latents", index)
                : file.tensor(scope, family + ".input_latent" + index);
    }

    int rows() {
        return (int) file.shape(family + ".t")[0];
    }

    GoldenBranch branch(int row) {
        return branches.get(row);
    }

    List<PromptTokens> tokens() {
        return branches.stream().map(GoldenBranch::tokens).toList();
    }

    /** Image tokens of each row. */
    List<Integer> outputTokens() {
        List<Integer> tokens = new ArrayList<>();
        for (int row = 0; row < rows(); row++) {
            long[] shape = shape(row);
            tokens.add((int) (shape[2] * shape[3] / 4));
        }
        return tokens;
    }

    /** Of a row's latents. */
    long[] shape(int row) {
        long[] shape = file.shape(together() ? family + ".x1" : family + ".x1_" + row);
        shape[0] = 1;
        return shape;
    }

    private boolean together() {
        return file.has(family + ".x1");
    }

    /** x0 or x1 of a row. */
    float[] values(String name, int row) {
        float[] all = file.floats(family + "." + name + (together() ? "" : "_" + row));
        int size = (int) Arrays.stream(shape(row)).reduce(1, (a, b) -> a * b);
        return together() ? Arrays.copyOfRange(all, row * size, (row + 1) * size) : all;
    }

    float flowTime(int row) {
        return file.floats(family + ".t")[row];
    }

    /** x_t = t x1 + (1 - t) x0. */
    float[] noisy(int row) {
        float[] data = values("x1", row);
        float[] noise = values("x0", row);
        float[] noisy = new float[data.length];
        for (int i = 0; i < data.length; i++) {
            noisy[i] = flowTime(row) * data[i] + (1 - flowTime(row)) * noise[i];
        }
        return noisy;
    }

    /** A row to learn from, with the weights of its error. */
    Example example(NDManager scope, int row, float[] weights) {
        Shape shape = new Shape(shape(row));
        return new Example(
                branch(row).tokens(),
                branch(row).latents(),
                scope.create(values("x1", row), shape),
                scope.create(values("x0", row), shape),
                scope.create(weights, shape),
                flowTime(row));
    }

    /** The velocity that the model gives at x_t. */
    float[] velocity(NDManager scope, GoldenTransformer of, int row) {
        NDArray x = scope.create(noisy(row), new Shape(shape(row)));
        return of.velocity(scope, branch(row), x, flowTime(row));
    }
}
