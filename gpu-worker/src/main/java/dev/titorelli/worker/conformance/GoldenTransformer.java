package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.Checkpoint;
import dev.titorelli.worker.checkpoint.ConfigFile;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.checkpoint.ModelLayout;
import dev.titorelli.worker.checkpoint.TensorSpec;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import dev.titorelli.worker.checkpoint.TransformerLayout;
import dev.titorelli.worker.checkpoint.TransformerNames;
import dev.titorelli.worker.checkpoint.TransformerWeights;
import dev.titorelli.worker.checkpoint.WeightCheck;
import dev.titorelli.worker.checkpoint.Weights;
import dev.titorelli.worker.model.KeysAndValues;
import dev.titorelli.worker.model.LinearBlocks;
import dev.titorelli.worker.model.ModelDirectory;
import dev.titorelli.worker.model.StepBatch;
import dev.titorelli.worker.model.Transformer;
import dev.titorelli.worker.model.VelocityField;
import dev.titorelli.worker.tensor.ComputeType;
import dev.titorelli.worker.training.TransformerParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The transformer of a folder of golden models, which may lack tokenizer and VAE.
 *
 * @param layout its tensors
 * @param tensors the weights in the layout's order
 */
record GoldenTransformer(
        Path directory,
        Transformer transformer,
        int positionSide,
        TransformerLayout layout,
        List<NDArray> tensors,
        LinearBlocks blocks)
        implements AutoCloseable {
    private static final int TENSORS_OF_A_LAYER = 6;

    /** Whether the folder has a transformer. */
    static boolean isIn(Path directory) {
        return Files.isRegularFile(directory.resolve(layoutOf(directory).config()));
    }

    private static ModelLayout layoutOf(Path directory) {
        return Files.isRegularFile(directory.resolve(ModelLayout.DIFFUSERS.config()))
                ? ModelLayout.DIFFUSERS
                : ModelLayout.ORIGINAL;
    }

    /** @throws ModelDirectoryException with everything that is wrong */
    static GoldenTransformer open(NDManager scope, Path directory, ComputeType compute) throws IOException {
        ModelLayout files = layoutOf(directory);
        ConfigFile file = ConfigFile.read(directory, files.config());
        TransformerConfig config = TransformerConfig.read(file, files.names());
        List<String> problems = new ArrayList<>(file.problems());
        Checkpoint checkpoint = Checkpoint.open(directory, files.weights(), problems)
                .orElseThrow(() -> new ModelDirectoryException(directory, problems));
        int side = ModelDirectory.positionSide(checkpoint, files.names());
        TransformerLayout layout = TransformerLayout.of(files.names(), config, side);
        problems.addAll(WeightCheck.problems(checkpoint, layout.all()));
        if (!problems.isEmpty()) {
            throw new ModelDirectoryException(directory, problems);
        }
        Weights weights = Weights.load(scope, checkpoint, layout.all(), compute);
        Transformer transformer = new Transformer(scope, config, side, TransformerWeights.of(weights, layout));
        List<NDArray> tensors = layout.all().stream().map(weights::tensor).toList();
        return new GoldenTransformer(
                directory, transformer, side, layout, tensors, LinearBlocks.chosen(scope, transformer));
    }

    String name() {
        return directory.getFileName().toString();
    }

    /** A layer's weights, as transformer.torchscript takes them. */
    List<NDArray> weights(int layer) {
        int first = layout.all().indexOf(layout.layers().get(TENSORS_OF_A_LAYER * layer));
        return tensors.subList(first, first + TENSORS_OF_A_LAYER);
    }

    /** What training needs of it. */
    TransformerParameters parameters() {
        int table = layout.all().indexOf(layout.positionTable());
        List<NDArray> trained = new ArrayList<>(tensors);
        NDArray positions = trained.remove(table);
        return new TransformerParameters(trained, positions, positionSide, transformer.config(), transformer.rotary());
    }

    /** Names of {@link #parameters()} in both layouts, to what those tensors hold under them. */
    Map<String, NDArray> named(List<NDArray> trained) {
        Map<String, NDArray> named = new HashMap<>();
        for (TransformerNames names : List.of(TransformerNames.ORIGINAL, TransformerNames.DIFFUSERS)) {
            TransformerLayout other = TransformerLayout.of(names, transformer.config(), positionSide);
            List<TensorSpec> specs = new ArrayList<>(other.all());
            specs.remove(other.positionTable());
            for (int i = 0; i < specs.size(); i++) {
                long row = 0;
                for (TensorSpec part : specs.get(i).stored()) {
                    long rows = part.shape().get(0);
                    named.put(part.name(), trained.get(i).get(row + ":" + (row + rows)));
                    row += rows;
                }
            }
        }
        return named;
    }

    /** Whether both are the same model: sizes and every weight. */
    boolean equalsInNumbers(GoldenTransformer other) {
        return transformer.config().equals(other.transformer.config())
                && tensors.size() == other.tensors.size()
                && IntStream.range(0, tensors.size())
                        .allMatch(i -> tensors.get(i).contentEquals(other.tensors.get(i)));
    }

    /** The velocities [rows, 4, h, w] of branches at one flow time, computed as the product computes a step. */
    NDArray velocities(NDManager scope, List<GoldenBranch> branches, NDArray x, float flowTime) {
        int height = (int) x.getShape().get(2);
        int width = (int) x.getShape().get(3);
        float[] flowTimes = {flowTime};
        List<VelocityField.Branch> rows = new ArrayList<>();
        for (GoldenBranch branch : branches) {
            rows.add(branch(scope, branch, height * width / 4, flowTimes));
        }
        VelocityField field = new VelocityField(scope, transformer, flowTimes, rows, height, width);
        return new StepBatch(transformer, blocks)
                .velocities(scope, List.of(new StepBatch.Part(field, x, 0)))
                .get(0);
    }

    private VelocityField.Branch branch(NDManager scope, GoldenBranch branch, int outputTokens, float[] flowTimes) {
        int length = branch.tokens().length();
        int rowLength = length + 1 + outputTokens;
        KeysAndValues prefix = kept(
                transformer.prefill(scope, branch.tokens(), branch.latents(), outputTokens, branch.lora()), length);
        KeysAndValues time =
                kept(transformer.timeTokens(scope, prefix, rowLength, flowTimes, branch.lora()), flowTimes.length);
        return new VelocityField.Branch(prefix, time, rowLength, branch.lora());
    }

    private KeysAndValues kept(Transformer.Cache cache, int tokens) {
        return new KeysAndValues(transformer.script(), "", cache.keys(), cache.values(), tokens);
    }

    /** The same of one branch. */
    float[] velocity(NDManager scope, GoldenBranch branch, NDArray x, float flowTime) {
        return velocities(scope, List.of(branch), x, flowTime).toFloatArray();
    }

    @Override
    public void close() {
        transformer.close();
    }
}
