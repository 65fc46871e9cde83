package dev.titorelli.worker.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.checkpoint.AdapterLayout.Pair;
import dev.titorelli.worker.tensor.ComputeType;
import dev.titorelli.worker.tensor.ElementType;
import dev.titorelli.worker.tensor.TorchScript;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads an adapter's pairs as the transformer takes them: A [L, R, in] and B [L, out, R] of all layers. Where a product
 * of ours is several linears in the adapter, R is the sum of their ranks and B has their matrices on its diagonal; a
 * linear without a pair has zeros.
 */
public record AdapterWeights(Checkpoint file, int rank, ComputeType compute) {

    /** A and B beside qkv, then A and B beside out, in the computed type and in the scope. */
    public List<NDArray> read(NDManager scope, AdapterLayout layout) throws IOException {
        try (TorchScript script = Weights.script(scope)) {
            return List.of(
                    a(scope, script, layout.qkv()),
                    b(scope, script, layout.qkv()),
                    a(scope, script, layout.out()),
                    b(scope, script, layout.out()));
        }
    }

    private NDArray a(NDManager scope, TorchScript script, List<List<Pair>> layers) throws IOException {
        int columns = Math.toIntExact(layers.get(0).get(0).a().shape().get(1));
        int ranks = rank * layers.get(0).size();
        float[] all = new float[Math.multiplyExact(layers.size(), ranks * columns)];
        int at = 0;
        for (List<Pair> layer : layers) {
            for (Pair pair : layer) {
                copy(pair, pair.a(), all, new Block(at, columns, columns));
                at += rank * columns;
            }
        }
        return tensor(scope, script, all, new Shape(layers.size(), ranks, columns));
    }

    private NDArray b(NDManager scope, TorchScript script, List<List<Pair>> layers) throws IOException {
        int rows = Math.toIntExact(layers.get(0).stream().mapToLong(Pair::rows).sum());
        int ranks = rank * layers.get(0).size();
        float[] all = new float[Math.multiplyExact(layers.size(), rows * ranks)];
        int at = 0;
        for (List<Pair> layer : layers) {
            for (int i = 0; i < layer.size(); i++) {
                copy(layer.get(i), layer.get(i).b(), all, new Block(at + i * rank, rank, ranks));
                at += Math.toIntExact(layer.get(i).rows()) * ranks;
            }
        }
        return tensor(scope, script, all, new Shape(layers.size(), rows, ranks));
    }

    /** Where rows of so many columns go in an array whose rows have {@code stride}. */
    private record Block(int start, int columns, int stride) {}

    private void copy(Pair pair, TensorSpec spec, float[] into, Block block) throws IOException {
        if (!pair.present()) {
            return;
        }
        Checkpoint.Place place = file.places().get(spec.name());
        ElementType type = ElementType.of(place.entry().dtype()).orElseThrow();
        ByteBuffer bytes = place.file().bytes(place.entry());
        int rows = Math.toIntExact(spec.shape().get(0));
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < block.columns(); column++) {
                into[block.start() + row * block.stride() + column] = type.read(bytes);
            }
        }
    }

    private NDArray tensor(NDManager scope, TorchScript script, float[] values, Shape shape) {
        try (NDArray exact = scope.create(values, shape)) {
            return script.call("converted")
                    .tensor(exact)
                    .integer(compute.scalarType())
                    .tensorIn(scope);
        }
    }
}
