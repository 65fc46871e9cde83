package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.training.EditWeights;
import dev.titorelli.worker.training.Example;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What golden losses are of, told by names: {@code <batch>} alone, {@code <batch>_<weights>}, or an adapter's.
 *
 * @param batch the family with the examples
 * @param weights of the error: even, or an edit's
 * @param ofAdapter whether an adapter is learnt instead of the weights
 */
record GoldenObjective(String batch, String weights, boolean ofAdapter) {
    private static final String EVEN = "unweighted";
    private static final Set<String> WEIGHTS = Set.of(EVEN, "todo", "paper");
    private static final String TIMES = ".t";

    /** Empty where the names say nothing that is known. */
    static Optional<GoldenObjective> of(GoldenFile file, String family) throws IOException {
        if (file.has(family + TIMES)) {
            return Optional.of(new GoldenObjective(family, EVEN, false));
        }
        if (file.names().stream().anyMatch(t -> t.startsWith(family + ".grad.") && t.contains(".lora_"))) {
            return Optional.of(new GoldenObjective(batchOfAdapter(file, family), EVEN, true));
        }
        return batches(file)
                .filter(batch -> family.startsWith(batch + "_"))
                .max(Comparator.comparingInt(String::length))
                .map(batch -> new GoldenObjective(batch, family.substring(batch.length() + 1), false))
                .filter(objective -> WEIGHTS.contains(objective.weights()));
    }

    private static Stream<String> batches(GoldenFile file) {
        return file.names().stream()
                .filter(tensor -> tensor.endsWith(TIMES))
                .map(tensor -> tensor.substring(0, tensor.length() - TIMES.length()));
    }

    /** As many rows, no edits; outputs of several sizes before those of one. */
    private static String batchOfAdapter(GoldenFile file, String family) throws IOException {
        long rows = file.shape(family + GoldenTraining.LOSSES)[0];
        return batches(file)
                .filter(batch -> file.shape(batch + TIMES)[0] == rows)
                .filter(batch -> file.names().stream().noneMatch(t -> t.matches("\\Q" + batch + "\\E\\.\\w+_weight_0")))
                .min(Comparator.comparing(batch -> file.has(batch + ".x1_0") ? 0 : 1))
                .orElseThrow(() -> new IOException(family + ": no batch has " + rows + " rows"));
    }

    /** The batch whose golden loss is nearest to the given one. */
    static Optional<GoldenObjective> withLoss(GoldenFile file, double loss) {
        return batches(file)
                .filter(batch -> file.has(batch + ".loss"))
                .min(Comparator.comparingDouble(batch -> Math.abs(file.floats(batch + ".loss")[0] - loss)))
                .map(batch -> new GoldenObjective(batch, EVEN, false));
    }

    /** The batch's rows, to learn from. */
    List<Example> examples(NDManager scope, GoldenTrainingBatch rows) {
        List<Example> examples = new ArrayList<>();
        for (int row = 0; row < rows.rows(); row++) {
            examples.add(rows.example(scope, row, weights(rows, row, weights)));
        }
        return examples;
    }

    /** What each place of a row's error counts for. */
    static float[] weights(GoldenTrainingBatch rows, int row, String kind) {
        float[] edited = rows.values("x1", row);
        if (kind.equals(EVEN)) {
            float[] even = new float[edited.length];
            Arrays.fill(even, 1);
            return even;
        }
        float[] input = rows.branch(row).latents().get(0).toFloatArray();
        if (input.length != edited.length) {
            throw new IllegalArgumentException("row " + row + ": the edit is of another size than its input");
        }
        return kind.equals("todo") ? EditWeights.clamped(edited, input) : EditWeights.ofThePaper(edited, input);
    }
}
