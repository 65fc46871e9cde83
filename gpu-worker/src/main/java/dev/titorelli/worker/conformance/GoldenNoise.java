package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.model.Sampler;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of torch's CPU generator: normal ({@code seed<s>.n<k>}, {@code seed<s>.latent}) and {@code uniform<k>}. */
final class GoldenNoise implements GoldenGroup {
    private static final Pattern DRAWN = Pattern.compile("seed(\\d+)\\.(uniform\\d+|n\\d+|\\w+)");

    private final GoldenModels models;

    GoldenNoise(GoldenModels models) {
        this.models = models;
    }

    @Override
    public String name() {
        return "rng";
    }

    @Override
    public void check(GoldenChecks checks) {
        for (String tensor : checks.file().names()) {
            Matcher parts = DRAWN.matcher(tensor);
            if (parts.matches()) {
                checks.in("seed" + parts.group(1), () -> {
                    try (NDManager step = models.scope().newSubManager()) {
                        checks.close(tensor, drawn(checks, tensor, parts, step), GoldenChecks.EXACT);
                    }
                });
            }
        }
    }

    private NDArray drawn(GoldenChecks checks, String tensor, Matcher parts, NDManager step) {
        long seed = Long.parseLong(parts.group(1));
        long[] shape = checks.file().shape(tensor);
        Sampler sampler = models.parts().sampler();
        return parts.group(2).startsWith("uniform")
                ? sampler.uniform(step, seed, shape)
                : sampler.noise(step, seed, shape);
    }
}
