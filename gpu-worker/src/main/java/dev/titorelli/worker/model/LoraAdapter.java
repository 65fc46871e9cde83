package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.AdapterFolder;
import dev.titorelli.worker.checkpoint.AdapterWeights;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A low-rank adapter of one open model, beside whose weights it is applied: pictures with different adapters, and with
 * none, go through the steps together. Any thread; close it after the pictures that have it and before its model.
 *
 * @see <a href="https://arxiv.org/abs/2106.09685">LoRA</a>
 */
public final class LoraAdapter implements AutoCloseable {
    private final NDManager scope;
    private final NDManager model;
    private final Facts facts;
    private final List<NDArray> tensors;

    private record Facts(String digest, double factor, ComputeType compute) {}

    private LoraAdapter(NDManager scope, NDManager model, Facts facts, List<NDArray> tensors) {
        this.scope = scope;
        this.model = model;
        this.facts = facts;
        this.tensors = List.copyOf(tensors);
    }

    /** As {@link OmniGen#adapter}. */
    static LoraAdapter open(NDManager model, Path directory, TransformerConfig transformer, ComputeType compute) {
        AdapterFolder files = AdapterFolder.read(directory, transformer);
        NDManager scope = model.newSubManager();
        try {
            List<NDArray> tensors =
                    new AdapterWeights(files.weights(), files.config().rank(), compute).read(scope, files.layout());
            Facts facts = new Facts(files.digest(), files.config().factor(), compute);
            return new LoraAdapter(scope, model, facts, tensors);
        } catch (IOException e) {
            scope.close();
            throw ModelDirectoryException.ofAdapter(directory, List.of(e.getMessage()));
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    /** Hex SHA-256 over the names and bytes of its two files. */
    public String digest() {
        return facts.digest();
    }

    /** What its tensors take. */
    public long bytes() {
        // DJL does not know libtorch's BF16: its size would be 0.
        return tensors.stream().mapToLong(NDArray::size).sum()
                * facts.compute().elementType().bytes();
    }

    boolean isOf(NDManager other) {
        return model == other;
    }

    /** A and B beside qkv, A and B beside the output, each [L, ..]. */
    public List<NDArray> tensors() {
        return tensors;
    }

    /** What B A is multiplied by at scale 1. */
    public double factor() {
        return facts.factor();
    }

    @Override
    public void close() {
        scope.close();
    }
}
