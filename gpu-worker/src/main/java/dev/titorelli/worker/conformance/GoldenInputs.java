package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a velocity of a golden request is computed from, as descriptions name it: "x = forward/text_only.x, t=0.37". */
record GoldenInputs(GoldenData data, GoldenModels models) {
    private static final String FORWARD = "forward";
    private static final Pattern NOISY = Pattern.compile("x = (\\w+)/([\\w.]+\\.x)");

    /** The noisy latents that a description names, else the request's own. */
    NDArray noisy(NDManager step, String description, String request) {
        Matcher named = NOISY.matcher(description);
        return named.find()
                ? data.file(named.group(1)).row(step, named.group(2), 0)
                : data.file(FORWARD).row(step, request + ".x", 0);
    }

    /** The golden latents where there are some, so that a fault of the VAE is told by that group alone. */
    List<NDArray> latents(NDManager step, String request) throws Exception {
        if (data.has(FORWARD + GoldenData.TENSORS) && data.file(FORWARD).has(request + ".x")) {
            return new GoldenForward(models)
                    .conditional(step, data.file(FORWARD), request)
                    .get(0)
                    .latents();
        }
        return models.latents(step, models.rows(models.request(request)).get(0).pictures());
    }
}
