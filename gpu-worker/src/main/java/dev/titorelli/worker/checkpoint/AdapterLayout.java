package dev.titorelli.worker.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which tensors an adapter's file must hold. Its names follow PEFT's rule: {@code base_model.model.}, the linear's name
 * in the checkpoint that it was trained on, {@code .lora_A.weight} [r, in] or {@code .lora_B.weight} [out, r].
 *
 * @param qkv the pairs beside the layers' first product, layer after layer; three a layer where queries, keys and
 *     values are linears of their own; of a linear without a pair the entry is empty
 * @param out the same beside attention's last product
 */
public record AdapterLayout(List<List<Pair>> qkv, List<List<Pair>> out) {
    /** The file, in the adapter's directory. */
    public static final String WEIGHTS = "adapter_model.safetensors";

    private static final String PREFIX = "base_model.model.";

    /**
     * A linear's pair.
     *
     * @param present whether the adapter has it
     */
    record Pair(TensorSpec a, TensorSpec b, boolean present) {
        long rows() {
            return b.shape().get(0);
        }
    }

    /** The layout of a file, for a model of this configuration; what is wrong goes to problems. */
    public static AdapterLayout of(
            Checkpoint file, AdapterConfig adapter, TransformerConfig model, List<String> problems) {
        TransformerNames names = names(file);
        requireKnownTargets(adapter, names, problems);
        List<List<Pair>> qkv = new ArrayList<>();
        List<List<Pair>> out = new ArrayList<>();
        for (int layer = 0; layer < model.layers(); layer++) {
            List<Long> rows = TransformerLayout.qkvRows(names, model);
            String name = names.layer() + layer;
            qkv.add(IntStream.range(0, rows.size())
                    .mapToObj(i -> pair(name + names.qkv().get(i), rows.get(i), adapter, model))
                    .toList());
            out.add(List.of(pair(name + names.attentionOut(), model.hiddenSize(), adapter, model)));
        }
        AdapterLayout layout = new AdapterLayout(qkv, out);
        problems.addAll(WeightCheck.problems(file, layout.all()));
        layout.requireNoOthers(file, problems);
        return layout;
    }

    /** How many numbers all of it has as {@link AdapterWeights} reads it, zeros of linears without a pair included. */
    long values(int rank) {
        return List.of(qkv, out).stream()
                .flatMap(List::stream)
                .mapToLong(pairs -> {
                    long rows = pairs.stream().mapToLong(Pair::rows).sum();
                    return (long) rank
                            * pairs.size()
                            * (pairs.get(0).a().shape().get(1) + rows);
                })
                .sum();
    }

    private static TransformerNames names(Checkpoint file) {
        boolean diffusers = file.places().keySet().stream()
                .anyMatch(n -> n.startsWith(PREFIX + TransformerNames.DIFFUSERS.layer()));
        return diffusers ? TransformerNames.DIFFUSERS : TransformerNames.ORIGINAL;
    }

    private static Pair pair(String weight, long rows, AdapterConfig adapter, TransformerConfig model) {
        String linear = linear(weight);
        return new Pair(
                TensorSpec.of(PREFIX + linear + ".lora_A.weight", adapter.rank(), model.hiddenSize()),
                TensorSpec.of(PREFIX + linear + ".lora_B.weight", rows, adapter.rank()),
                adapter.targets().stream().anyMatch(target -> isEndOf(target, linear)));
    }

    private static boolean isEndOf(String target, String linear) {
        return linear.equals(target) || linear.endsWith("." + target);
    }

    private static String linear(String weight) {
        return weight.substring(0, weight.length() - ".weight".length());
    }

    private static void requireKnownTargets(AdapterConfig adapter, TransformerNames names, List<String> problems) {
        List<String> linears = new ArrayList<>(names.qkv());
        linears.add(names.attentionOut());
        Set<String> unknown = new TreeSet<>(adapter.targets());
        unknown.removeIf(target -> linears.stream().anyMatch(weight -> isEndOf(target, linear(weight))));
        unknown.forEach(target -> problems.add("%s: target_modules has %s; supported: %s"
                .formatted(
                        AdapterConfig.NAME,
                        target,
                        String.join(
                                ", ",
                                linears.stream()
                                        .map(weight -> linear(weight).substring(".self_attn.".length()))
                                        .toList()))));
    }

    private void requireNoOthers(Checkpoint file, List<String> problems) {
        Set<String> others = new TreeSet<>(file.places().keySet());
        all().forEach(spec -> others.remove(spec.name()));
        others.forEach(name -> problems.add("%s: tensor %s is not supported".formatted(WEIGHTS, name)));
    }

    private List<TensorSpec> all() {
        List<TensorSpec> all = new ArrayList<>();
        for (List<List<Pair>> linears : List.of(qkv, out)) {
            linears.stream().flatMap(List::stream).filter(Pair::present).forEach(pair -> {
                all.add(pair.a());
                all.add(pair.b());
            });
        }
        return all;
    }
}
