package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import dev.titorelli.worker.checkpoint.TransformerLayout;
import dev.titorelli.worker.checkpoint.TransformerNames;
import dev.titorelli.worker.model.LoraAdapter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * PEFT's names of an adapter's matrices while it is trained, {@code
 * base_model.model.<linear>.lora_A.default.weight}, in both layouts of the model.
 *
 * @param rank of each pair
 */
record GoldenAdapterNames(TransformerConfig config, int rank) {
    private static final String WEIGHT = ".weight";

    static GoldenAdapterNames of(LoraAdapter adapter, GoldenTransformer model) {
        long ranks = adapter.tensors().get(2).getShape().get(1); // beside the output there is one pair
        return new GoldenAdapterNames(model.transformer().config(), Math.toIntExact(ranks));
    }

    /** What the tensors, in an adapter's order, hold under each name. */
    Map<String, NDArray> named(List<NDArray> tensors) {
        int pairs = Math.toIntExact(tensors.get(0).getShape().get(1)) / rank;
        TransformerNames names = pairs == 1 ? TransformerNames.ORIGINAL : TransformerNames.DIFFUSERS;
        Map<String, NDArray> named = new HashMap<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "base_model.model." + names.layer() + layer;
            List<Long> rows = TransformerLayout.qkvRows(names, config);
            long row = 0;
            for (int pair = 0; pair < pairs; pair++) {
                String linear = prefix + names.qkv().get(pair).replace(WEIGHT, "");
                String ranks = rank * pair + ":" + rank * (pair + 1);
                named.put(a(linear), tensors.get(0).get(layer + "," + ranks));
                named.put(
                        b(linear),
                        tensors.get(1).get("%d,%d:%d,%s".formatted(layer, row, row + rows.get(pair), ranks)));
                row += rows.get(pair);
            }
            String out = prefix + names.attentionOut().replace(WEIGHT, "");
            named.put(a(out), tensors.get(2).get(layer));
            named.put(b(out), tensors.get(3).get(layer));
        }
        return named;
    }

    private static String a(String linear) {
        return linear + ".lora_A.default.weight";
    }

    private static String b(String linear) {
        return linear + ".lora_B.default.weight";
    }
}
