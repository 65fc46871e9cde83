package dev.titorelli.worker.model;

import dev.titorelli.worker.checkpoint.ConfigFile;
import dev.titorelli.worker.checkpoint.ModelLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Reads the defaults of generation_config.json, in diffusers' names. What the file does not say, the original's
 * pipeline says.
 *
 * @see <a href="https://github.com/VectorSpaceLab/OmniGen/blob/d4752019ae16741dc3801fd4989432aad4c81a4f/OmniGen/pipeline.py">OmniGen,
 *     pipeline.py</a>
 */
final class GenerationConfig {
    private static final int SIZE_PX = 1024;
    private static final String NEGATIVE_PROMPT = "low quality, jpeg artifacts, ugly, duplicate, morbid, mutilated,"
            + " extra fingers, mutated hands, poorly drawn hands, poorly drawn face, mutation, deformed, blurry,"
            + " dehydrated, bad anatomy, bad proportions, extra limbs, cloned face, disfigured, gross proportions,"
            + " malformed limbs, missing arms, missing legs, extra arms, extra legs, fused fingers, too many fingers.";

    private GenerationConfig() {}

    /** @param maxSidePx the largest side that the model's position table allows; no default is above it */
    static ModelDefaults read(Path directory, int maxSidePx, List<String> problems) {
        ConfigFile file = Files.exists(directory.resolve(ModelLayout.GENERATION_CONFIG))
                ? ConfigFile.read(directory, ModelLayout.GENERATION_CONFIG)
                : ConfigFile.empty(ModelLayout.GENERATION_CONFIG);
        if (file.has("vae_posterior")) {
            file.requireOneOf("vae_posterior", "mode", "sample");
        }
        int sizePx = Math.min(SIZE_PX, maxSidePx);
        ModelDefaults defaults = new ModelDefaults(
                file.count("width", sizePx),
                file.count("height", sizePx),
                file.count("num_inference_steps", 50),
                file.number("guidance_scale", 2.5),
                file.number("img_guidance_scale", 1.6),
                file.truth("use_img_guidance", true),
                file.number("time_shift", 1),
                file.text("negative_prompt", NEGATIVE_PROMPT),
                file.count("max_input_image_size", sizePx),
                posterior(file.text("vae_posterior", "sample")));
        problems.addAll(file.problems());
        return defaults;
    }

    private static VaePosterior posterior(String name) {
        return name.toUpperCase(Locale.ROOT).equals(VaePosterior.MODE.name()) ? VaePosterior.MODE : VaePosterior.SAMPLE;
    }
}
