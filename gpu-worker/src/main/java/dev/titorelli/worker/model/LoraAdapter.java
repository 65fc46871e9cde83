package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.checkpoint.AdapterConfig;
import dev.titorelli.worker.checkpoint.AdapterLayout;
import dev.titorelli.worker.checkpoint.AdapterWeights;
import dev.titorelli.worker.checkpoint.Checkpoint;
import dev.titorelli.worker.checkpoint.ConfigFile;
import dev.titorelli.worker.checkpoint.Digests;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A low-rank adapter of one open model, beside whose weights it is applied: pictures with different adapters, and with
 * none, go through the steps together. Any thread; close it after the pictures that have it and before its model.
 *
 * @see <a href="https://arxiv.org/abs/2106.09685">LoRA</a>
 */
public final class LoraAdapter implements AutoCloseable {
    private final NDManager scope;
    private final NDManager model;
    private final String digest;
    private final double factor;
    private final List<NDArray> tensors;

    private LoraAdapter(NDManager scope, NDManager model, String digest, double factor, List<NDArray> tensors) {
        this.scope = scope;
        this.model = model;
        this.digest = digest;
        this.factor = factor;
        this.tensors = List.copyOf(tensors);
    }

    /** As {@link OmniGen#adapter}. */
    static LoraAdapter open(NDManager model, Path directory, TransformerConfig transformer, ComputeType compute) {
        ConfigFile file = ConfigFile.read(directory, AdapterConfig.NAME);
        AdapterConfig config = AdapterConfig.read(file);
        List<String> problems = new ArrayList<>(file.problems());
        Optional<Checkpoint> weights = Checkpoint.open(directory, AdapterLayout.WEIGHTS, problems);
        throwIfAny(directory, problems);
        AdapterLayout layout = AdapterLayout.of(weights.orElseThrow(), config, transformer, problems);
        throwIfAny(directory, problems);
        NDManager scope = model.newSubManager();
        try {
            List<NDArray> tensors =
                    new AdapterWeights(weights.orElseThrow(), config.rank(), compute).read(scope, layout);
            String digest = Digests.ofFiles(directory, List.of(AdapterConfig.NAME, AdapterLayout.WEIGHTS));
            return new LoraAdapter(scope, model, digest, config.factor(), tensors);
        } catch (IOException e) {
            scope.close();
            throw ModelDirectoryException.ofAdapter(directory, List.of(e.getMessage()));
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    private static void throwIfAny(Path directory, List<String> problems) {
        if (!problems.isEmpty()) {
            throw ModelDirectoryException.ofAdapter(directory, problems);
        }
    }

    /** Hex SHA-256 over the names and bytes of its two files. */
    public String digest() {
        return digest;
    }

    /** What its tensors take. */
    public long bytes() {
        return tensors.stream()
                .mapToLong(t -> t.size() * t.getDataType().getNumOfBytes())
                .sum();
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
        return factor;
    }

    @Override
    public void close() {
        scope.close();
    }
}
