package dev.titorelli.worker.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.model.Products;
import dev.titorelli.worker.model.Transformer;
import dev.titorelli.worker.tensor.TorchScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A transformer's weights as variables: copies, so that the model they come from stays as it is. F32. One thread at a
 * time.
 */
public final class TrainableModel implements AutoCloseable {
    private final NDManager scope;
    private final TorchScript script;
    private final TransformerParameters model;
    private final NDArray positionTable;
    private final List<NDArray> weights;

    private TrainableModel(NDManager scope, TransformerParameters model) {
        this.scope = scope;
        this.script =
                Transformer.script(scope, Products.LINEAR.text(), TorchScript.text(TrainableModel.class, "Training"));
        this.model = model;
        this.positionTable = copied(model.positionTable(), scope);
        this.weights = model.weights().stream().map(w -> copied(w, scope)).toList();
    }

    /** Copies a model's weights; the caller closes the result. */
    public static TrainableModel copyOf(NDManager parent, TransformerParameters model) {
        return new TrainableModel(parent.newSubManager(), model);
    }

    /** What inference made can't take part in gradients; its copy can. */
    private static NDArray copied(NDArray tensor, NDManager scope) {
        NDArray copy = tensor.duplicate();
        copy.attach(scope);
        return copy;
    }

    /** The weights, in the order of {@link TransformerParameters#weights()}; an optimiser changes them in place. */
    public List<NDArray> weights() {
        return weights;
    }

    /** The gradients of a batch's mean loss by the weights, in the scope; zero for what no example uses. */
    public Gradients byWeights(NDManager into, List<Example> batch) {
        List<NDArray> sums = zeros(into, weights);
        return gradients(batch, sums, "model_gradients", List.of(), 0);
    }

    /**
     * The gradients by the tensors of an adapter: A and B beside qkv, A and B beside the output, each [L, ..].
     *
     * @param scale what B A is multiplied by
     */
    public Gradients byAdapter(NDManager into, List<Example> batch, List<NDArray> adapter, double scale) {
        try (NDManager copies = into.newSubManager()) {
            List<NDArray> own = adapter.stream().map(t -> copied(t, copies)).toList();
            return gradients(batch, zeros(into, adapter), "adapter_gradients", own, scale);
        }
    }

    private static List<NDArray> zeros(NDManager scope, List<NDArray> like) {
        return like.stream()
                .map(tensor -> scope.zeros(tensor.getShape(), tensor.getDataType()))
                .toList();
    }

    private Gradients gradients(
            List<Example> batch, List<NDArray> sums, String method, List<NDArray> adapter, double scale) {
        List<Float> losses = new ArrayList<>();
        for (Example example : batch) {
            try (NDManager step = scope.newSubManager();
                    GradientCall call = new GradientCall(script.block(), step, method)) {
                call.tensors("weights", weights);
                if (!adapter.isEmpty()) {
                    call.tensors("adapter", adapter);
                }
                losses.add(call.tensors("pictures", pictures(step, example))
                        .tensors("row", row(step, example))
                        .integers(model.sizes())
                        .numbers(DoubleStream.concat(
                                        Arrays.stream(model.numbers()), DoubleStream.of(scale, 1.0 / batch.size()))
                                .toArray())
                        .tensors("sums", sums)
                        .run());
            }
        }
        return new Gradients(losses, sums);
    }

    /** One more than there are, since a list can't be empty; the row's spans say how many count. */
    private static List<NDArray> pictures(NDManager step, Example example) {
        List<NDArray> pictures = new ArrayList<>();
        example.tokens()
                .spans()
                .forEach(span -> pictures.add(copied(example.pictures().get(span.image()), step)));
        pictures.add(step.create(0f));
        return pictures;
    }

    private List<NDArray> row(NDManager step, Example example) {
        return List.of(
                step.create(example.tokens().ids().stream()
                        .mapToLong(Integer::longValue)
                        .toArray()),
                step.create(example.tokens().spans().stream()
                        .mapToLong(span -> span.start())
                        .toArray()),
                step.create(example.runs()),
                copied(example.data(), step),
                copied(example.noise(), step),
                copied(example.weights(), step),
                step.create(new float[] {example.flowTime()}),
                positionTable,
                step.create(model.rotaryFactors(example.rowLength())));
    }

    /** Begins the updates of these weights, or of an adapter's tensors, with the text that belongs to them. */
    public AdamW adamW(List<NDArray> tensors, AdamW.Settings settings) {
        return new AdamW(scope, script, tensors, settings);
    }

    @Override
    public void close() {
        script.close();
        scope.close();
    }
}
