package dev.titorelli.worker.checkpoint;

/** The two ways in which OmniGen checkpoints lie in a directory. */
public enum CheckpointLayout {
    /** As the original publishes it: {@code config.json}, {@code model.safetensors}, {@code vae/}. */
    ORIGINAL,
    /** As a diffusers pipeline saves it, with {@code model_index.json} and a folder for each part. */
    DIFFUSERS;

    ModelLayout files() {
        return this == DIFFUSERS ? ModelLayout.DIFFUSERS : ModelLayout.ORIGINAL;
    }
}
