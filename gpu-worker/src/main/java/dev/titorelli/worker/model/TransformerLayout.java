package dev.titorelli.worker.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The transformer's tensors in the original layout, grouped as transformer.torchscript takes them. The only place with the
 * transformer's checkpoint keys.
 *
 * @see <a href="https://github.com/VectorSpaceLab/OmniGen/blob/d4752019ae16741dc3801fd4989432aad4c81a4f/OmniGen/model.py">OmniGen,
 *     model.py</a>
 */
record TransformerLayout(
        TensorSpec tokenTable,
        TensorSpec positionTable,
        List<TensorSpec> outputPatch,
        List<TensorSpec> inputPatch,
        List<TensorSpec> timeToken,
        List<TensorSpec> timeEmbedder,
        List<TensorSpec> layers,
        TensorSpec norm,
        List<TensorSpec> finalLayer) {
    /** The name of the position table, whose size is the checkpoint's choice: [1, side * side, hidden]. */
    static final String POSITION_TABLE = "pos_embed";

    private static final int FREQUENCIES = 256;

    static TransformerLayout of(TransformerConfig config, int positionSide) {
        long hidden = config.hiddenSize();
        return new TransformerLayout(
                TensorSpec.of("llm.embed_tokens.weight", config.vocabularySize(), hidden),
                TensorSpec.of(POSITION_TABLE, 1, (long) positionSide * positionSide, hidden),
                TensorSpec.weightAndBias("x_embedder.proj", hidden, TransformerConfig.LATENT_CHANNELS, 2, 2),
                TensorSpec.weightAndBias("input_x_embedder.proj", hidden, TransformerConfig.LATENT_CHANNELS, 2, 2),
                timeEmbedding("time_token", hidden),
                timeEmbedding("t_embedder", hidden),
                layers(config),
                TensorSpec.of("llm.norm.weight", hidden),
                concat(
                        TensorSpec.weightAndBias("final_layer.adaLN_modulation.1", 2 * hidden, hidden),
                        TensorSpec.weightAndBias(
                                "final_layer.linear", 4L * TransformerConfig.LATENT_CHANNELS, hidden)));
    }

    private static List<TensorSpec> timeEmbedding(String name, long hidden) {
        return concat(
                TensorSpec.weightAndBias(name + ".mlp.0", hidden, FREQUENCIES),
                TensorSpec.weightAndBias(name + ".mlp.2", hidden, hidden));
    }

    private static List<TensorSpec> layers(TransformerConfig config) {
        List<TensorSpec> layers = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.addAll(layer("llm.layers." + layer, config));
        }
        return List.copyOf(layers);
    }

    private static List<TensorSpec> layer(String name, TransformerConfig config) {
        long hidden = config.hiddenSize();
        long qkv = (long) (config.heads() + 2 * config.keyValueHeads()) * config.headSize();
        return List.of(
                TensorSpec.of(name + ".input_layernorm.weight", hidden),
                TensorSpec.of(name + ".self_attn.qkv_proj.weight", qkv, hidden),
                TensorSpec.of(name + ".self_attn.o_proj.weight", hidden, hidden),
                TensorSpec.of(name + ".post_attention_layernorm.weight", hidden),
                TensorSpec.of(name + ".mlp.gate_up_proj.weight", 2L * config.intermediateSize(), hidden),
                TensorSpec.of(name + ".mlp.down_proj.weight", hidden, config.intermediateSize()));
    }

    private static List<TensorSpec> concat(List<TensorSpec> first, List<TensorSpec> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Every tensor of the transformer. */
    List<TensorSpec> all() {
        return Stream.of(
                        List.of(tokenTable, positionTable, norm),
                        outputPatch,
                        inputPatch,
                        timeToken,
                        timeEmbedder,
                        layers,
                        finalLayer)
                .flatMap(List::stream)
                .toList();
    }
}
