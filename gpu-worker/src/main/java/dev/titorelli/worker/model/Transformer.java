package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import dev.titorelli.worker.checkpoint.TransformerWeights;
import dev.titorelli.worker.checkpoint.Weights;
import dev.titorelli.worker.conditioning.ImageSpan;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.tensor.ScriptCall;
import dev.titorelli.worker.tensor.TensorList;
import dev.titorelli.worker.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The transformer's weights and the calls that don't depend on noise: a branch's prefix, the time tokens of all steps,
 * the tables. The mathematics and the names of the sizes are in transformer.torchscript. Any thread; belongs to the
 * model's scope.
 */
public final class Transformer implements AutoCloseable {
    private final TorchScript script;
    private final TransformerConfig config;
    private final int positionSide;
    private final Rotary rotary;
    private final TransformerWeights weights;
    private final Products products;

    /**
     * Loads the text.
     *
     * @param positionSide side of the position table, in patches
     * @param weights closed with this
     */
    public Transformer(NDManager scope, TransformerConfig config, int positionSide, TransformerWeights weights) {
        this.products = Products.chosen(scope, weights.norm());
        this.script = script(scope, products.text());
        this.config = config;
        this.positionSide = positionSide;
        this.rotary = new Rotary(script, config, weights.norm());
        this.weights = weights;
    }

    /**
     * Loads the transformer's text with further methods behind it.
     *
     * @param methods texts of methods of the class {@code Transformer}
     */
    public static TorchScript script(NDManager scope, String... methods) {
        List<String> texts = new ArrayList<>(List.of(TorchScript.text(Transformer.class, "Transformer")));
        texts.addAll(List.of(methods));
        return TorchScript.load(scope, "Transformer", texts);
    }

    /** Keys and values [L, kv, places, D]. */
    public record Cache(NDArray keys, NDArray values) {}

    /**
     * Computes a branch's prefix: the first places of a row's keys and values; the others are unwritten.
     *
     * @param pictureLatents [1, 4, h, w] of each input picture
     * @param outputTokens the number of image tokens that will follow
     * @param lora the row's adapter
     */
    public Cache prefill(
            NDManager scope, PromptTokens tokens, List<NDArray> pictureLatents, int outputTokens, Lora lora) {
        try (Prefill prefill = new Prefill(this, scope, new Prefill.Row(tokens, pictureLatents, outputTokens, lora))) {
            prefill.run(0, config.layers());
            return prefill.cache();
        }
    }

    /** Keys and values of a row of this length that begins with these hidden states, still unwritten. */
    Cache unwritten(NDManager scope, NDArray hidden, int rowLength) {
        NDList cache = script.call("row_places")
                .tensor(hidden)
                .integer(config.layers())
                .integer(config.keyValueHeads())
                .integer(rowLength)
                .integer(config.headSize())
                .tensorsIn(scope);
        return new Cache(cache.get(0), cache.get(1));
    }

    /** The prefix's hidden states before the first layer, [1, P, H]. */
    public NDArray embedPrefix(NDManager scope, PromptTokens tokens, List<NDArray> pictureLatents) {
        try (NDManager step = scope.newSubManager()) {
            List<NDArray> pictures = tokens.spans().stream()
                    .map(span -> patchify(step, pictureLatents.get(span.image()), weights.inputPatch()))
                    .toList();
            return script.call("embed_prefix")
                    .tensor(step.create(
                            tokens.ids().stream().mapToLong(Integer::longValue).toArray()))
                    .tensor(weights.tokenTable())
                    .tensors(pictures)
                    .integers(
                            tokens.spans().stream().mapToLong(ImageSpan::start).toArray())
                    .tensorIn(scope);
        }
    }

    /** The runs of a prefix that see alike, as the text takes them: start, end, and 1 where it is causal, for each. */
    public static long[] runs(PromptTokens tokens) {
        return tokens.runs().stream()
                .flatMap(run -> Stream.of(run.start(), run.end(), run.causal() ? 1 : 0))
                .mapToLong(Integer::longValue)
                .toArray();
    }

    /** Latents [1, 4, h, w] to tokens [1, h/2 * w/2, H], their places in the picture added. */
    public NDArray patchify(NDManager scope, NDArray latents, TensorList patch) {
        try (NDManager step = scope.newSubManager()) {
            long[] shape = latents.getShape().getShape();
            return script.call("patchify")
                    .tensor(latents)
                    .tensors(patch)
                    .tensor(positions(step, (int) shape[2], (int) shape[3]))
                    .tensorIn(scope);
        }
    }

    /** The centre of the position table for h x w latents, [1, h/2 * w/2, H]. */
    public NDArray positions(NDManager scope, int latentHeight, int latentWidth) {
        return script.call("positions")
                .tensor(weights.positionTable())
                .integer(positionSide)
                .integer(latentHeight)
                .integer(latentWidth)
                .tensorIn(scope);
    }

    /**
     * The time tokens' keys and values [L, kv, T, D] beside a prefix; a call of their own, so that a kept prefix has the
     * same bits.
     *
     * @param flowTimes of all steps, T
     */
    public Cache timeTokens(NDManager scope, KeysAndValues prefix, int rowLength, float[] flowTimes, Lora lora) {
        try (NDManager step = scope.newSubManager()) {
            Rotary.Table table = rotary.table(step, prefix.tokens(), 1, rowLength);
            NDArray tokens = timeEmbedding(step, flowTimes, weights.timeToken());
            NDList cache = layered("time_tokens", tokens)
                    .tensor(table.cos())
                    .tensor(table.sin())
                    .integer(prefix.tokens())
                    .tensor(prefix.keys())
                    .tensor(prefix.values())
                    .tensors(lora.tensors())
                    .number(lora.scale())
                    .tensorsIn(scope);
            return new Cache(cache.get(0), cache.get(1));
        }
    }

    /** The final layer's shift and scale of each step, [T, 2 H]. */
    NDArray modulations(NDManager scope, float[] flowTimes) {
        try (NDManager step = scope.newSubManager()) {
            return script.call("modulations")
                    .tensor(timeEmbedding(step, flowTimes, weights.timeEmbedder()))
                    .tensors(weights.finalLayer())
                    .tensorIn(scope);
        }
    }

    /** Flow times to embeddings [T, H]. */
    public NDArray timeEmbedding(NDManager scope, float[] flowTimes, TensorList embedder) {
        return script.call("time_embedding")
                .tensor(scope.create(flowTimes))
                .tensors(embedder)
                .tensorIn(scope);
    }

    /** Whether this machine's kernels keep the bits of tokens x [1, tokens, H] when they change places. */
    boolean placesAgree(NDArray x, NDArray order) {
        return script.call("places_agree")
                .tensor(x)
                .tensors(weights.firstLayer())
                .number(config.rmsNormEps())
                .tensor(order)
                .truth();
    }

    /**
     * Whether they keep the bits of tokens x [1, tokens, H] in halves of a block, and those of queries [1, n, 1, D] that
     * see keys [1, S, D] in halves.
     */
    boolean halvesAgree(NDArray x, NDArray queries, NDArray seen) {
        return script.call("halves_agree")
                .tensor(x)
                .tensors(weights.firstLayer())
                .number(config.rmsNormEps())
                .tensor(queries)
                .tensor(seen)
                .truth();
    }

    /** Adds an adapter to the weights in memory; the files stay as they are. */
    void merge(NDManager scope, Lora lora) {
        try (TorchScript checkpoint = Weights.script(scope)) {
            checkpoint
                    .call("merge")
                    .tensors(weights.layers())
                    .tensors(lora.tensors())
                    .number(lora.scale())
                    .truth();
        }
    }

    /** Begins a call whose first arguments are x, the layers' weights, the head counts and the norm's epsilon. */
    ScriptCall layered(String method, NDArray x) {
        return layered(script.call(method).tensor(x));
    }

    /** The same for several x. */
    ScriptCall layered(String method, List<NDArray> x) {
        return layered(script.call(method).tensors(x));
    }

    private ScriptCall layered(ScriptCall call) {
        return call.tensors(weights.layers())
                .integer(config.heads())
                .integer(config.keyValueHeads())
                .number(config.rmsNormEps());
    }

    Products products() {
        return products;
    }

    /** The loaded text. */
    public TorchScript script() {
        return script;
    }

    /** Its sizes. */
    public TransformerConfig config() {
        return config;
    }

    /** Its tensors. */
    public TransformerWeights weights() {
        return weights;
    }

    /** Its tables of positions. */
    public Rotary rotary() {
        return rotary;
    }

    @Override
    public void close() {
        weights.close();
        script.close();
    }
}
