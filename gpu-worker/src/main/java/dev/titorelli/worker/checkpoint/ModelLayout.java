package dev.titorelli.worker.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a model's files lie in its directory, and what the transformer's tensors are called.
 *
 * @param config the transformer's configuration
 * @param weights the transformer's weights
 * @param tokenizer the tokenizer.json file
 */
public record ModelLayout(String config, String weights, String tokenizer, TransformerNames names) {
    /** As the original publishes it. */
    public static final ModelLayout ORIGINAL =
            new ModelLayout("config.json", "model.safetensors", "tokenizer.json", TransformerNames.ORIGINAL);

    /** As diffusers' pipeline saves it, beside its {@code model_index.json}. */
    public static final ModelLayout DIFFUSERS = new ModelLayout(
            "transformer/config.json",
            "transformer/diffusion_pytorch_model.safetensors",
            "tokenizer/tokenizer.json",
            TransformerNames.DIFFUSERS);

    /** The VAE's configuration, in both layouts. */
    public static final String VAE_CONFIG = "vae/config.json";

    /** The VAE's weights, in both layouts. */
    public static final String VAE_WEIGHTS = "vae/diffusion_pytorch_model.safetensors";

    /** Defaults of requests; a model may lack it. */
    public static final String GENERATION_CONFIG = "generation_config.json";

    /** The layout of a directory, told by diffusers' {@code model_index.json}. */
    public static ModelLayout of(Path directory) {
        return Files.isRegularFile(directory.resolve("model_index.json")) ? DIFFUSERS : ORIGINAL;
    }
}
