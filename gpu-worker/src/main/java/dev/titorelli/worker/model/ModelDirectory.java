package dev.titorelli.worker.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model in the original layout, read and checked but not loaded: {@code config.json}, {@code model.safetensors}, {@code
 * tokenizer.json}, {@code vae/config.json}, {@code vae/diffusion_pytorch_model.safetensors} and, if there, {@code
 * generation_config.json}.
 */
record ModelDirectory(
        TransformerConfig transformer,
        TransformerLayout transformerLayout,
        SafetensorsFile transformerFile,
        VaeConfig vae,
        VaeLayout vaeLayout,
        SafetensorsFile vaeFile,
        ModelDefaults defaults,
        int positionSide) {
    static final String CONFIG = "config.json";
    static final String WEIGHTS = "model.safetensors";
    static final String TOKENIZER = "tokenizer.json";
    static final String VAE_CONFIG = "vae/config.json";
    static final String VAE_WEIGHTS = "vae/diffusion_pytorch_model.safetensors";
    static final String GENERATION_CONFIG = "generation_config.json";

    /** The files that make the model what it is. */
    static final List<String> FILES = List.of(CONFIG, WEIGHTS, TOKENIZER, VAE_CONFIG, VAE_WEIGHTS, GENERATION_CONFIG);

    /** @throws ModelDirectoryException with everything that is wrong */
    static ModelDirectory read(Path directory) {
        List<String> problems = new ArrayList<>();
        ConfigFile config = ConfigFile.read(directory, CONFIG);
        ConfigFile vaeConfig = ConfigFile.read(directory, VAE_CONFIG);
        TransformerConfig transformer = TransformerConfig.read(config);
        VaeConfig vae = VaeConfig.read(vaeConfig);
        problems.addAll(config.problems());
        problems.addAll(vaeConfig.problems());
        Optional<SafetensorsFile> weights = open(directory, WEIGHTS, problems);
        Optional<SafetensorsFile> vaeWeights = open(directory, VAE_WEIGHTS, problems);
        if (!Files.isRegularFile(directory.resolve(TOKENIZER))) {
            problems.add(TOKENIZER + ": the file is missing");
        }
        int side = weights.map(ModelDirectory::positionSide).orElse(1);
        ModelDefaults defaults = GenerationConfig.read(directory, side * ModelLimits.PATCH_PX, problems);
        throwIfAny(directory, problems);
        TransformerLayout layout = TransformerLayout.of(transformer, side);
        VaeLayout vaeLayout = VaeLayout.of(vae);
        problems.addAll(WeightCheck.problems(WEIGHTS, weights.orElseThrow(), layout.all()));
        problems.addAll(WeightCheck.problems(VAE_WEIGHTS, vaeWeights.orElseThrow(), vaeLayout.all()));
        throwIfAny(directory, problems);
        return new ModelDirectory(
                transformer, layout, weights.orElseThrow(), vae, vaeLayout, vaeWeights.orElseThrow(), defaults, side);
    }

    private static Optional<SafetensorsFile> open(Path directory, String name, List<String> problems) {
        if (!Files.isRegularFile(directory.resolve(name))) {
            problems.add(name + ": the file is missing");
            return Optional.empty();
        }
        try {
            return Optional.of(SafetensorsFile.open(directory.resolve(name)));
        } catch (IOException e) {
            problems.add(name + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The table's side, or 1 where the table is missing or not square: the check of shapes then names it. */
    static int positionSide(SafetensorsFile weights) {
        SafetensorsFile.Entry table = weights.entries().get(TransformerLayout.POSITION_TABLE);
        long places =
                table == null || table.shape().size() != 3 ? 1 : table.shape().get(1);
        return (int) Math.max(1, Math.sqrt((double) places));
    }

    private static void throwIfAny(Path directory, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new ModelDirectoryException(directory, problems);
        }
    }
}
