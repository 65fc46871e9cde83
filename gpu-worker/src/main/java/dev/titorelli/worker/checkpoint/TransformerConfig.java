package dev.titorelli.worker.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * The transformer's sizes, from config.json (Phi-3's names, or diffusers').
 *
 * @param ropeScaling empty for plain rotary embeddings
 */
public record TransformerConfig(
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int keyValueHeads,
        int vocabularySize,
        int maxPositions,
        double rmsNormEps,
        double ropeTheta,
        Optional<RopeScaling> ropeScaling) {
    /** Channels of the latents; the published model and every model in its layout have 4. */
    public static final int LATENT_CHANNELS = 4;

    private static final int MAX_LAYERS = 1024;

    /**
     * "su" or "longrope" scaling.
     *
     * @param originalMaxPositions the row length up to which the short factors count
     * @param shortFactors half a head's size many
     * @param longFactors the same for longer rows
     */
    public record RopeScaling(int originalMaxPositions, List<Double> shortFactors, List<Double> longFactors) {
        public RopeScaling {
            shortFactors = List.copyOf(shortFactors);
            longFactors = List.copyOf(longFactors);
        }
    }

    /** Reads the file; what is wrong goes to the file's problems, and the result is then not to be used. */
    public static TransformerConfig read(ConfigFile file, TransformerNames names) {
        int heads = file.count("num_attention_heads");
        file.requireIfPresent("hidden_act", "silu");
        file.requireIfPresent("patch_size", 2);
        file.requireIfPresent("in_channels", LATENT_CHANNELS);
        TransformerConfig config = new TransformerConfig(
                file.count("hidden_size"),
                file.count("intermediate_size"),
                file.count(names.layerCount()),
                heads,
                file.count("num_key_value_heads", heads),
                file.count("vocab_size"),
                file.count("max_position_embeddings"),
                file.positive("rms_norm_eps"),
                file.positive(names.ropeBase()),
                scaling(file));
        config.check(file);
        return config;
    }

    private static Optional<RopeScaling> scaling(ConfigFile file) {
        if (!file.has("rope_scaling")) {
            return Optional.empty();
        }
        ConfigFile scaling = file.inner("rope_scaling");
        scaling.requireOneOf(scaling.has("type") ? "type" : "rope_type", "su", "longrope");
        return Optional.of(new RopeScaling(
                file.count("original_max_position_embeddings"),
                scaling.positives("short_factor"),
                scaling.positives("long_factor")));
    }

    private void check(ConfigFile file) {
        if (!file.problems().isEmpty()) {
            return;
        }
        if (hiddenSize % heads != 0 || headSize() % 2 != 0) {
            file.problem("hidden_size %d does not divide into %d heads of even size".formatted(hiddenSize, heads));
        }
        if (heads % keyValueHeads != 0) {
            file.problem("%d heads can't share %d key and value heads evenly".formatted(heads, keyValueHeads));
        }
        if (layers > MAX_LAYERS) {
            file.problem("%d layers; supported: at most %d".formatted(layers, MAX_LAYERS));
        }
        ropeScaling.ifPresent(scaling -> {
            if (scaling.originalMaxPositions() < 2) {
                file.problem("original_max_position_embeddings is 1; expected at least 2");
            }
            if (scaling.shortFactors().size() != headSize() / 2
                    || scaling.longFactors().size() != headSize() / 2) {
                file.problem("rope_scaling has %d short and %d long factors; expected %d of each"
                        .formatted(
                                scaling.shortFactors().size(),
                                scaling.longFactors().size(),
                                headSize() / 2));
            }
        });
    }

    /** Numbers of a query, a key or a value in one head. */
    public int headSize() {
        return hiddenSize / heads;
    }
}
