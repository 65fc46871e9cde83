package dev.titorelli.worker.checkpoint;

import java.util.List;

/**
 * The VAE's sizes, from vae/config.json.
 *
 * @param blockChannels channels of the blocks from the pixels inwards
 * @param quantConvolution whether a 1 x 1 convolution follows the encoder
 * @param postQuantConvolution whether one precedes the decoder
 */
public record VaeConfig(
        List<Integer> blockChannels,
        int layersPerBlock,
        int normGroups,
        double scalingFactor,
        double shiftFactor,
        boolean middleAttention,
        boolean quantConvolution,
        boolean postQuantConvolution) {
    private static final int MAX_LAYERS = 64;

    public VaeConfig {
        blockChannels = List.copyOf(blockChannels);
    }

    /** Reads the file; what is wrong goes to the file's problems, and the result is then not to be used. */
    public static VaeConfig read(ConfigFile file) {
        file.requireIfPresent("act_fn", "silu");
        file.requireIfPresent("latent_channels", TransformerConfig.LATENT_CHANNELS);
        file.requireIfPresent("in_channels", 3);
        file.requireIfPresent("out_channels", 3);
        file.requireEach("down_block_types", "DownEncoderBlock2D");
        file.requireEach("up_block_types", "UpDecoderBlock2D");
        file.requireAbsent("latents_mean");
        VaeConfig config = new VaeConfig(
                file.counts("block_out_channels"),
                file.count("layers_per_block"),
                file.count("norm_num_groups", 32),
                file.number("scaling_factor"),
                file.number("shift_factor", 0),
                file.truth("mid_block_add_attention", true),
                file.truth("use_quant_conv", true),
                file.truth("use_post_quant_conv", true));
        if (file.problems().isEmpty()) {
            config.check(file);
        }
        return config;
    }

    private void check(ConfigFile file) {
        if (blockChannels.size() != 4) {
            file.problem("block_out_channels has %d values; expected 4, for latents of an eighth of the size"
                    .formatted(blockChannels.size()));
        }
        if (blockChannels.stream().anyMatch(channels -> channels % normGroups != 0)) {
            file.problem(
                    "norm_num_groups %d does not divide block_out_channels %s".formatted(normGroups, blockChannels));
        }
        if (layersPerBlock > MAX_LAYERS) {
            file.problem("layers_per_block is %d; supported: at most %d".formatted(layersPerBlock, MAX_LAYERS));
        }
        if (scalingFactor == 0) {
            file.problem("scaling_factor is 0; expected another number");
        }
    }
}
