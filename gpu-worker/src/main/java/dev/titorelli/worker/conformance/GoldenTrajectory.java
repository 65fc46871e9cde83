package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.PrefixSharing;
import dev.titorelli.worker.model.Sampling;
import dev.titorelli.worker.model.SamplingParameters;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pictures painted from golden noise: {@code <request>.steps<n>[.shift<f>]}.
 *
 * @param family the tensors' name before the last part
 */
record GoldenTrajectory(String family, String request, int steps, double timeShift) {
    private static final Pattern NAME = Pattern.compile("(.+?)\\.steps(\\d+)(?:\\.shift([\\d.]+))?");

    /** Latents of all steps, the noise included, and the decoded picture, each of one row. */
    record Painted(List<float[]> latents, FloatBuffer pixels, RgbImage image) {}

    static GoldenTrajectory of(String family) {
        Matcher name = NAME.matcher(family);
        if (!name.matches()) {
            throw new IllegalArgumentException(family + ": expected <request>.steps<n>");
        }
        double shift = name.group(3) == null ? 1 : Double.parseDouble(name.group(3));
        return new GoldenTrajectory(family, name.group(1), Integer.parseInt(name.group(2)), shift);
    }

    /** Paints one row as a user's request, but from the noise with which golden latents [n + 1, B, 4, h, w] begin. */
    Painted painted(GoldenModels models, GoldenFile file, String tensor, int row) throws Exception {
        long[] shape = file.shape(tensor);
        try (NDManager step = models.scope().newSubManager()) {
            NDArray noise = file.row(step, tensor, 0).get(0).get(row).expandDims(0);
            SamplingParameters parameters = parameters(models, row, (int) shape[3] * 8, (int) shape[4] * 8);
            try (Sampling sampling = models.parts().start(models.scope(), parameters, PrefixSharing.NONE)) {
                return painted(models, sampling, noise.duplicate(), step);
            }
        }
    }

    private static Painted painted(GoldenModels models, Sampling sampling, NDArray noise, NDManager step) {
        List<float[]> latents = new ArrayList<>();
        latents.add(noise.toFloatArray());
        sampling.latents(noise);
        while (sampling.stepsDone() < sampling.steps()) {
            sampling.step();
            latents.add(sampling.latents().toFloatArray());
        }
        NDArray pixels = models.parts().vae().decode(step, sampling.latents(), (block, output) -> {});
        return new Painted(latents, FloatBuffer.wrap(pixels.toFloatArray()), sampling.image());
    }

    private SamplingParameters parameters(GoldenModels models, int row, int heightPx, int widthPx) throws Exception {
        JsonNode given = models.request(request);
        GoldenRow tokens = models.rows(given).get(row);
        JsonNode guidance = given.has("guidance_scale") ? given : models.guidance(request);
        return new SamplingParameters(
                tokens.prompt(),
                given.path("negative_prompt").asText(models.negativePrompt()),
                tokens.inputs(),
                widthPx,
                heightPx,
                steps,
                guidance.path("guidance_scale").asDouble(3),
                guidance.path("img_guidance_scale").asDouble(1.6),
                guidance.path("use_img_guidance").asBoolean(true),
                timeShift,
                0,
                models.maxInputSizePx());
    }
}
