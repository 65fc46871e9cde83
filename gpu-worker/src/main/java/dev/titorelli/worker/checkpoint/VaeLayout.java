package dev.titorelli.worker.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The VAE's blocks in the order of a pass, each with its tensors. The only place with the VAE's checkpoint keys.
 *
 * @see <a href="https://github.com/huggingface/diffusers/blob/58eb52c080/src/diffusers/models/autoencoders/vae.py">diffusers, Encoder
 *     and Decoder</a>
 */
public record VaeLayout(List<Block> encoder, List<Block> decoder) {
    private static final String CONV = "conv";
    private static final String RESNET = "resnet";

    /**
     * A block of a pass.
     *
     * @param name its place in the checkpoint
     * @param method what computes it in vae.torchscript
     * @param tensors its weights in that method's order
     */
    public record Block(String name, String method, List<TensorSpec> tensors) {

        /** Channels of its input. */
        public long channelsFrom() {
            return firstMatrix().shape().get(1);
        }

        /** Channels of its output. */
        public long channelsTo() {
            return firstMatrix().shape().get(0);
        }

        /** Of the wider one of both. */
        public long channels() {
            return Math.max(channelsFrom(), channelsTo());
        }

        /** The first convolution's weight, or that of the queries. */
        private TensorSpec firstMatrix() {
            return tensors.stream()
                    .filter(tensor -> tensor.shape().size() > 1)
                    .findFirst()
                    .orElseThrow();
        }
    }

    public VaeLayout {
        encoder = List.copyOf(encoder);
        decoder = List.copyOf(decoder);
    }

    /** The blocks of a VAE of these channels. */
    public static VaeLayout of(VaeConfig config) {
        return new VaeLayout(encoder(config), decoder(config));
    }

    /** Every tensor of the VAE. */
    public List<TensorSpec> all() {
        return Stream.of(encoder, decoder)
                .flatMap(List::stream)
                .flatMap(block -> block.tensors().stream())
                .toList();
    }

    private static List<Block> encoder(VaeConfig config) {
        List<Integer> channels = config.blockChannels();
        int last = channels.size() - 1;
        List<Block> blocks = new ArrayList<>();
        blocks.add(conv("encoder.conv_in", channels.get(0), 3, 3));
        for (int i = 0; i <= last; i++) {
            String name = "encoder.down_blocks." + i;
            int from = channels.get(Math.max(i - 1, 0));
            blocks.addAll(resnets(name, config.layersPerBlock(), from, channels.get(i)));
            if (i < last) {
                blocks.add(sampler("downsample", name + ".downsamplers.0.conv", channels.get(i)));
            }
        }
        blocks.addAll(middle("encoder.mid_block", config));
        int moments = 2 * TransformerConfig.LATENT_CHANNELS;
        blocks.add(normConv("encoder.conv_norm_out", "encoder.conv_out", channels.get(last), moments));
        if (config.quantConvolution()) {
            blocks.add(conv("quant_conv", moments, moments, 1));
        }
        return blocks;
    }

    private static List<Block> decoder(VaeConfig config) {
        List<Integer> channels = config.blockChannels();
        int last = channels.size() - 1;
        List<Block> blocks = new ArrayList<>();
        if (config.postQuantConvolution()) {
            blocks.add(
                    conv("post_quant_conv", TransformerConfig.LATENT_CHANNELS, TransformerConfig.LATENT_CHANNELS, 1));
        }
        blocks.add(conv("decoder.conv_in", channels.get(last), TransformerConfig.LATENT_CHANNELS, 3));
        blocks.addAll(middle("decoder.mid_block", config));
        for (int i = 0; i <= last; i++) {
            String name = "decoder.up_blocks." + i;
            int from = channels.get(Math.min(last - i + 1, last));
            blocks.addAll(resnets(name, config.layersPerBlock() + 1, from, channels.get(last - i)));
            if (i < last) {
                blocks.add(sampler("upsample", name + ".upsamplers.0.conv", channels.get(last - i)));
            }
        }
        blocks.add(normConv("decoder.conv_norm_out", "decoder.conv_out", channels.get(0), 3));
        return blocks;
    }

    private static List<Block> middle(String name, VaeConfig config) {
        int channels = config.blockChannels().get(config.blockChannels().size() - 1);
        List<Block> blocks = new ArrayList<>();
        blocks.add(resnet(name + ".resnets.0", channels, channels));
        if (config.middleAttention()) {
            blocks.add(attention(name + ".attentions.0", channels));
        }
        blocks.add(resnet(name + ".resnets.1", channels, channels));
        return blocks;
    }

    private static List<Block> resnets(String name, int count, int from, int to) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(resnet(name + ".resnets." + i, i == 0 ? from : to, to));
        }
        return blocks;
    }

    private static Block conv(String name, int to, int from, int kernel) {
        return new Block(name, CONV, TensorSpec.weightAndBias(name, to, from, kernel, kernel));
    }

    private static Block sampler(String method, String name, int channels) {
        return new Block(name, method, TensorSpec.weightAndBias(name, channels, channels, 3, 3));
    }

    private static Block normConv(String norm, String conv, int from, int to) {
        List<TensorSpec> tensors = new ArrayList<>(TensorSpec.weightAndBias(norm, from));
        tensors.addAll(TensorSpec.weightAndBias(conv, to, from, 3, 3));
        return new Block(conv, "norm_conv", List.copyOf(tensors));
    }

    private static Block resnet(String name, int from, int to) {
        List<TensorSpec> tensors = new ArrayList<>();
        tensors.addAll(normConv(name + ".norm1", name + ".conv1", from, to).tensors());
        tensors.addAll(normConv(name + ".norm2", name + ".conv2", to, to).tensors());
        if (from != to) {
            tensors.addAll(TensorSpec.weightAndBias(name + ".conv_shortcut", to, from, 1, 1));
        }
        return new Block(name, RESNET, List.copyOf(tensors));
    }

    private static Block attention(String name, int channels) {
        List<TensorSpec> tensors = new ArrayList<>(TensorSpec.weightAndBias(name + ".group_norm", channels));
        for (String linear : List.of(".to_q", ".to_k", ".to_v", ".to_out.0")) {
            tensors.addAll(TensorSpec.weightAndBias(name + linear, channels, channels));
        }
        return new Block(name, "attention", List.copyOf(tensors));
    }
}
