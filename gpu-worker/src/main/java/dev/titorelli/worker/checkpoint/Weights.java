package dev.titorelli.worker.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.tensor.ComputeType;
import dev.titorelli.worker.tensor.ElementType;
import dev.titorelli.worker.tensor.TensorList;
import dev.titorelli.worker.tensor.TorchScript;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint's tensors in the type that is computed in. Tensors of that type are views of the mapped file; others are
 * converted, and those whose place in the file is not a multiple of their element size are read first. Belongs to the
 * model's scope.
 */
public final class Weights {
    private final Map<String, NDArray> tensors;

    private Weights(Map<String, NDArray> tensors) {
        this.tensors = tensors;
    }

    /** Loads the tensors of {@code specs}, which {@link WeightCheck} has found in the checkpoint. */
    public static Weights load(NDManager scope, Checkpoint checkpoint, List<TensorSpec> specs, ComputeType compute)
            throws IOException {
        Map<String, NDArray> stored = new HashMap<>();
        Map<String, Checkpoint.Place> unaligned = new LinkedHashMap<>();
        Map<Mapping, Map<String, SafetensorsFile.Entry>> mapped = new LinkedHashMap<>();
        for (TensorSpec spec : specs.stream().flatMap(s -> s.stored().stream()).toList()) {
            Checkpoint.Place place = checkpoint.places().get(spec.name());
            ElementType type = ElementType.of(place.entry().dtype()).orElseThrow();
            if (place.entry().start() % type.bytes() == 0) {
                mapped.computeIfAbsent(new Mapping(place.file(), type), m -> new LinkedHashMap<>())
                        .put(spec.name(), place.entry());
            } else {
                unaligned.put(spec.name(), place);
            }
        }
        try (TorchScript script = script(scope)) {
            for (Map.Entry<String, Checkpoint.Place> place : unaligned.entrySet()) {
                stored.put(place.getKey(), read(scope, script, place.getValue(), compute));
            }
            mapped.forEach((mapping, entries) -> stored.putAll(map(scope, script, mapping, entries, compute)));
            return new Weights(stacked(scope, script, stored, specs));
        }
    }

    /** The arithmetic on weights: conversion, stacking, merging. The caller closes it. */
    public static TorchScript script(NDManager scope) {
        return TorchScript.load(scope, Weights.class, "Checkpoint");
    }

    /** A file is mapped once for each element type in it. */
    private record Mapping(SafetensorsFile file, ElementType type) {}

    private static Map<String, NDArray> stacked(
            NDManager scope, TorchScript script, Map<String, NDArray> stored, List<TensorSpec> specs) {
        Map<String, NDArray> tensors = new HashMap<>(stored);
        for (TensorSpec spec : specs) {
            if (!spec.parts().isEmpty()) {
                List<NDArray> parts = spec.parts().stream()
                        .map(part -> stored.get(part.name()))
                        .toList();
                tensors.put(spec.name(), script.call("stack").tensors(parts).tensorIn(scope));
                parts.forEach(NDArray::close);
            }
        }
        return tensors;
    }

    private static Map<String, NDArray> map(
            NDManager scope,
            TorchScript script,
            Mapping mapping,
            Map<String, SafetensorsFile.Entry> entries,
            ComputeType compute) {
        ElementType type = mapping.type();
        List<SafetensorsFile.Entry> places = List.copyOf(entries.values());
        List<NDArray> views = script.call("load")
                .text(mapping.file().path().toString())
                .integer(mapping.file().sizeBytes() / type.bytes())
                .integer(type.scalarType())
                .integers(
                        places.stream().mapToLong(e -> e.start() / type.bytes()).toArray())
                .integers(places.stream().mapToLong(e -> e.shape().size()).toArray())
                .integers(places.stream()
                        .flatMap(e -> e.shape().stream())
                        .mapToLong(Long::longValue)
                        .toArray())
                .integer(compute.scalarType())
                .tensorsIn(scope);
        Map<String, NDArray> tensors = new HashMap<>();
        List<String> names = new ArrayList<>(entries.keySet());
        for (int i = 0; i < names.size(); i++) {
            tensors.put(names.get(i), views.get(i));
        }
        return tensors;
    }

    private static NDArray read(NDManager scope, TorchScript script, Checkpoint.Place place, ComputeType compute)
            throws IOException {
        ElementType type = ElementType.of(place.entry().dtype()).orElseThrow();
        ByteBuffer bytes = place.file().bytes(place.entry());
        float[] values = new float[Math.toIntExact(place.entry().elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.read(bytes);
        }
        try (NDArray exact = scope.create(values, new Shape(place.entry().shape()))) {
            return script.call("converted")
                    .tensor(exact)
                    .integer(compute.scalarType())
                    .tensorIn(scope);
        }
    }

    /** A loaded tensor, its parts stacked. */
    public NDArray tensor(TensorSpec spec) {
        return tensors.get(spec.name());
    }

    /** The tensors packed as an argument, in the order of the specs; the caller closes it. */
    public TensorList list(List<TensorSpec> specs) {
        return new TensorList(specs.stream().map(this::tensor).toList());
    }
}
