package dev.titorelli.worker.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The transformer's tensors, grouped as transformer.torchscript takes them. */
public record TransformerLayout(
        TensorSpec tokenTable,
        TensorSpec positionTable,
        List<TensorSpec> outputPatch,
        List<TensorSpec> inputPatch,
        List<TensorSpec> timeToken,
        List<TensorSpec> timeEmbedder,
        List<TensorSpec> layers,
        TensorSpec norm,
        List<TensorSpec> finalLayer) {
    private static final int TENSORS_OF_A_LAYER = 6;
    private static final int FREQUENCIES = 256;
    private static final int CHANNELS = TransformerConfig.LATENT_CHANNELS;

    /**
     * The tensors of a transformer of these sizes, by a checkpoint's names.
     *
     * @param positionSide side of the position table [1, side * side, hidden], which is the checkpoint's choice
     */
    public static TransformerLayout of(TransformerNames names, TransformerConfig config, int positionSide) {
        long hidden = config.hiddenSize();
        return new TransformerLayout(
                TensorSpec.of(names.tokenTable(), config.vocabularySize(), hidden),
                TensorSpec.of(names.positionTable(), 1, (long) positionSide * positionSide, hidden),
                TensorSpec.weightAndBias(names.outputPatch(), hidden, CHANNELS, 2, 2),
                TensorSpec.weightAndBias(names.inputPatch(), hidden, CHANNELS, 2, 2),
                timeEmbedding(names, names.timeToken(), hidden),
                timeEmbedding(names, names.timeEmbedder(), hidden),
                layers(names, config),
                TensorSpec.of(names.norm(), hidden),
                concat(
                        TensorSpec.weightAndBias(names.modulation(), 2 * hidden, hidden),
                        TensorSpec.weightAndBias(names.finalLinear(), 4L * CHANNELS, hidden)));
    }

    private static List<TensorSpec> timeEmbedding(TransformerNames names, String name, long hidden) {
        return concat(
                TensorSpec.weightAndBias(name + names.timeLinears().get(0), hidden, FREQUENCIES),
                TensorSpec.weightAndBias(name + names.timeLinears().get(1), hidden, hidden));
    }

    private static List<TensorSpec> layers(TransformerNames names, TransformerConfig config) {
        List<TensorSpec> layers = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.addAll(layer(names, names.layer() + layer, config));
        }
        return List.copyOf(layers);
    }

    private static List<TensorSpec> layer(TransformerNames names, String name, TransformerConfig config) {
        long hidden = config.hiddenSize();
        return List.of(
                TensorSpec.of(name + ".input_layernorm.weight", hidden),
                qkv(names, name, config),
                TensorSpec.of(name + names.attentionOut(), hidden, hidden),
                TensorSpec.of(name + ".post_attention_layernorm.weight", hidden),
                TensorSpec.of(name + ".mlp.gate_up_proj.weight", 2L * config.intermediateSize(), hidden),
                TensorSpec.of(name + ".mlp.down_proj.weight", hidden, config.intermediateSize()));
    }

    private static TensorSpec qkv(TransformerNames names, String name, TransformerConfig config) {
        List<Long> rows = qkvRows(names, config);
        return TensorSpec.stacked(IntStream.range(0, rows.size())
                .mapToObj(i -> TensorSpec.of(name + names.qkv().get(i), rows.get(i), config.hiddenSize()))
                .toList());
    }

    /** The rows of queries, keys and values together, or of each where they are tensors of their own. */
    public static List<Long> qkvRows(TransformerNames names, TransformerConfig config) {
        long q = config.hiddenSize();
        long kv = (long) config.keyValueHeads() * config.headSize();
        return names.qkv().size() == 1 ? List.of(q + 2 * kv) : List.of(q, kv, kv);
    }

    private static List<TensorSpec> concat(List<TensorSpec> first, List<TensorSpec> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** The first layer's tensors. */
    List<TensorSpec> firstLayer() {
        return layers.subList(0, TENSORS_OF_A_LAYER);
    }

    /** Every tensor of the transformer. */
    public List<TensorSpec> all() {
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
