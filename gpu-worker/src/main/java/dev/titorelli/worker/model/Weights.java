package dev.titorelli.worker.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint's tensors in F32. F32 tensors are views of the mapped file; others are converted, and those whose place in the file is
 * not a multiple of their element size are read first. Belongs to the model's scope.
 */
final class Weights {
    private final Map<String, NDArray> tensors;

    private Weights(Map<String, NDArray> tensors) {
        this.tensors = tensors;
    }

    /** Loads the tensors of {@code specs}, which {@link WeightCheck} has found in the file. */
    static Weights load(NDManager scope, SafetensorsFile file, List<TensorSpec> specs) throws IOException {
        Map<String, NDArray> tensors = new HashMap<>();
        Map<ElementType, Map<String, SafetensorsFile.Entry>> mapped = new HashMap<>();
        for (TensorSpec spec : specs) {
            SafetensorsFile.Entry entry = file.entries().get(spec.name());
            ElementType type = ElementType.of(entry.dtype()).orElseThrow();
            if (entry.start() % type.bytes == 0) {
                mapped.computeIfAbsent(type, t -> new LinkedHashMap<>()).put(spec.name(), entry);
            } else {
                tensors.put(spec.name(), read(scope, file, entry, type));
            }
        }
        try (TorchScript checkpoint = TorchScript.load(scope, "Checkpoint")) {
            mapped.forEach((type, entries) -> tensors.putAll(map(scope, checkpoint, file, entries, type)));
        }
        return new Weights(tensors);
    }

    private static Map<String, NDArray> map(
            NDManager scope,
            TorchScript checkpoint,
            SafetensorsFile file,
            Map<String, SafetensorsFile.Entry> entries,
            ElementType type) {
        List<SafetensorsFile.Entry> places = List.copyOf(entries.values());
        List<NDArray> views = checkpoint
                .call("load")
                .text(file.path().toString())
                .integer(file.sizeBytes() / type.bytes)
                .integer(type.scalarType)
                .integers(places.stream().mapToLong(e -> e.start() / type.bytes).toArray())
                .integers(places.stream().mapToLong(e -> e.shape().size()).toArray())
                .integers(places.stream()
                        .flatMap(e -> e.shape().stream())
                        .mapToLong(Long::longValue)
                        .toArray())
                .tensorsIn(scope);
        Map<String, NDArray> tensors = new HashMap<>();
        List<String> names = new ArrayList<>(entries.keySet());
        for (int i = 0; i < names.size(); i++) {
            tensors.put(names.get(i), views.get(i));
        }
        return tensors;
    }

    private static NDArray read(NDManager scope, SafetensorsFile file, SafetensorsFile.Entry entry, ElementType type)
            throws IOException {
        ByteBuffer bytes = file.bytes(entry);
        float[] values = new float[Math.toIntExact(entry.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.read(bytes);
        }
        return scope.create(values, new Shape(entry.shape()));
    }

    NDArray tensor(TensorSpec spec) {
        return tensors.get(spec.name());
    }

    /** The tensors packed as an argument, in the order of the specs; the caller closes it. */
    TensorList list(List<TensorSpec> specs) {
        return new TensorList(specs.stream().map(this::tensor).toList());
    }
}
