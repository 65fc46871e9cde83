package dev.titorelli.worker.model;

import dev.titorelli.worker.checkpoint.Checkpoint;
import dev.titorelli.worker.checkpoint.ConfigFile;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.checkpoint.ModelLayout;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import dev.titorelli.worker.checkpoint.TransformerLayout;
import dev.titorelli.worker.checkpoint.TransformerNames;
import dev.titorelli.worker.checkpoint.VaeConfig;
import dev.titorelli.worker.checkpoint.VaeLayout;
import dev.titorelli.worker.checkpoint.WeightCheck;
import dev.titorelli.worker.conditioning.ConditioningException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model's directory, read and checked but not loaded. In the original layout: {@code config.json}, {@code
 * model.safetensors}, {@code tokenizer.json}, {@code vae/config.json}, {@code vae/diffusion_pytorch_model.safetensors}
 * and, if there, {@code generation_config.json}; in diffusers' the transformer's files and the tokenizer lie in folders
 * of their own.
 */
public record ModelDirectory(
        ModelLayout layout,
        TransformerConfig transformer,
        TransformerLayout transformerLayout,
        Checkpoint transformerWeights,
        VaeConfig vae,
        VaeLayout vaeLayout,
        Checkpoint vaeWeights,
        ModelDefaults defaults,
        int positionSide) {

    /**
     * Reads the configurations and the headers of the weights, and holds them to each other.
     *
     * @throws ModelDirectoryException with everything that is wrong
     */
    public static ModelDirectory read(Path directory) {
        ModelLayout layout = ModelLayout.of(directory);
        List<String> problems = new ArrayList<>();
        ConfigFile config = ConfigFile.read(directory, layout.config());
        ConfigFile vaeConfig = ConfigFile.read(directory, ModelLayout.VAE_CONFIG);
        TransformerConfig transformer = TransformerConfig.read(config, layout.names());
        VaeConfig vae = VaeConfig.read(vaeConfig);
        problems.addAll(config.problems());
        problems.addAll(vaeConfig.problems());
        Optional<Checkpoint> weights = Checkpoint.open(directory, layout.weights(), problems);
        Optional<Checkpoint> vaeWeights = Checkpoint.open(directory, ModelLayout.VAE_WEIGHTS, problems);
        if (!Files.isRegularFile(directory.resolve(layout.tokenizer()))) {
            problems.add(layout.tokenizer() + ": the file is missing");
        }
        int side = weights.map(w -> positionSide(w, layout.names())).orElse(1);
        ModelDefaults defaults = GenerationConfig.read(directory, side * ModelLimits.PATCH_PX, problems);
        throwIfAny(directory, problems);
        ModelDirectory model = new ModelDirectory(
                layout,
                transformer,
                TransformerLayout.of(layout.names(), transformer, side),
                weights.orElseThrow(),
                vae,
                VaeLayout.of(vae),
                vaeWeights.orElseThrow(),
                defaults,
                side);
        throwIfAny(directory, model.weightProblems());
        throwIfAny(directory, model.defaultProblems());
        return model;
    }

    private List<String> defaultProblems() {
        try {
            ParameterCheck.check(defaults.parameters(), ModelLimits.of(transformer, positionSide));
            return List.of();
        } catch (ConditioningException e) {
            return List.of(ModelLayout.GENERATION_CONFIG + ": " + e.getMessage());
        }
    }

    private List<String> weightProblems() {
        return Stream.concat(
                        WeightCheck.problems(transformerWeights, transformerLayout.all()).stream(),
                        WeightCheck.problems(vaeWeights, vaeLayout.all()).stream())
                .toList();
    }

    /** The files that make the model what it is; the last need not exist. */
    public List<String> files() {
        List<String> files = new ArrayList<>(List.of(layout.config(), layout.tokenizer(), ModelLayout.VAE_CONFIG));
        files.addAll(transformerWeights.files());
        files.addAll(vaeWeights.files());
        files.add(ModelLayout.GENERATION_CONFIG);
        return files;
    }

    /** The table's side, or 1 where the table is missing or not square: the check of shapes then names it. */
    public static int positionSide(Checkpoint weights, TransformerNames names) {
        Checkpoint.Place table = weights.places().get(names.positionTable());
        long places = table == null || table.entry().shape().size() != 3
                ? 1
                : table.entry().shape().get(1);
        return (int) Math.max(1, Math.sqrt((double) places));
    }

    private static void throwIfAny(Path directory, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new ModelDirectoryException(directory, problems);
        }
    }
}
