package dev.titorelli.worker.checkpoint;

import dev.titorelli.worker.checkpoint.TransformerConfig.RopeScaling;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Shapes of models with random weights, to measure with. */
public enum Preset {
    /** Hidden 512, 8 layers: small enough for a laptop, large enough that its time goes where a real model's goes. */
    MEDIUM,
    /** Hidden 1024, 20 layers: a gigabyte of weights in F32. */
    LARGE,
    /** The published OmniGen-v1: 3.8 billion parameters. Its rotary factors are of its size, not its values. */
    PUBLISHED;

    private static final int MAX_POSITIONS = 131_072;
    private static final int ORIGINAL_MAX_POSITIONS = 4096;

    ModelShape shape() {
        return switch (this) {
            case MEDIUM ->
                new ModelShape(transformer(512, 1408, 8, 8, 2048, Optional.of(scaling(32))), vae(32, 64, 128, 128), 64);
            case LARGE ->
                new ModelShape(
                        transformer(1024, 2816, 20, 16, 2048, Optional.of(scaling(32))), vae(32, 64, 128, 128), 64);
            case PUBLISHED ->
                new ModelShape(
                        transformer(3072, 8192, 32, 32, 32_064, Optional.of(scaling(48))),
                        vae(128, 256, 512, 512),
                        192);
        };
    }

    private static TransformerConfig transformer(
            int hidden, int intermediate, int layers, int heads, int vocabulary, Optional<RopeScaling> scaling) {
        return new TransformerConfig(
                hidden, intermediate, layers, heads, heads, vocabulary, MAX_POSITIONS, 1e-5, 10_000, scaling);
    }

    private static VaeConfig vae(int... channels) {
        return new VaeConfig(IntStream.of(channels).boxed().toList(), 2, 32, 0.13025, 0, true, true, true);
    }

    private static RopeScaling scaling(int factors) {
        List<Double> shorter = DoubleStream.iterate(1.05, f -> f + 2.0 / factors)
                .limit(factors)
                .boxed()
                .toList();
        List<Double> longer = DoubleStream.iterate(1.03, f -> f * Math.pow(63, 1.0 / factors))
                .limit(factors)
                .boxed()
                .toList();
        return new RopeScaling(ORIGINAL_MAX_POSITIONS, shorter, longer);
    }
}
