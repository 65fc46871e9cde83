package dev.titorelli.worker.bench;

import dev.titorelli.worker.checkpoint.Checkpoint;
import dev.titorelli.worker.checkpoint.CheckpointLayout;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.checkpoint.ModelLayout;
import dev.titorelli.worker.checkpoint.SafetensorsFile;
import dev.titorelli.worker.checkpoint.TransformerConfig;
import dev.titorelli.worker.model.ModelDefaults;
import dev.titorelli.worker.model.ModelDirectory;
import dev.titorelli.worker.model.ModelLimits;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model directory holds, read from its configuration and its files' tables of contents; no weights are read.
 *
 * @param layout how its files lie
 * @param transformerParameters all of its weights, counted
 * @param tensorTypes tensors by element type
 * @param bytes of all weight files
 */
public record ModelInfo(
        CheckpointLayout layout,
        int hiddenSize,
        int layers,
        int heads,
        int keyValueHeads,
        int intermediateSize,
        int vocabularySize,
        long transformerParameters,
        long vaeParameters,
        SortedMap<String, Integer> tensorTypes,
        long bytes,
        ModelLimits limits,
        ModelDefaults defaults) {

    /**
     * Reads what a directory holds.
     *
     * @throws ModelDirectoryException with everything that is wrong
     */
    public static ModelInfo of(Path directory) {
        ModelDirectory files = ModelDirectory.read(directory);
        TransformerConfig transformer = files.transformer();
        Collection<Checkpoint.Place> places =
                files.transformerWeights().places().values();
        Collection<Checkpoint.Place> vaePlaces = files.vaeWeights().places().values();
        SortedMap<String, Integer> types = new TreeMap<>();
        List.of(places, vaePlaces)
                .forEach(part -> part.forEach(place -> types.merge(place.entry().dtype(), 1, Integer::sum)));
        return new ModelInfo(
                files.layout().equals(ModelLayout.DIFFUSERS) ? CheckpointLayout.DIFFUSERS : CheckpointLayout.ORIGINAL,
                transformer.hiddenSize(),
                transformer.layers(),
                transformer.heads(),
                transformer.keyValueHeads(),
                transformer.intermediateSize(),
                transformer.vocabularySize(),
                elements(places),
                elements(vaePlaces),
                types,
                bytes(places) + bytes(vaePlaces),
                ModelLimits.of(transformer, files.positionSide()),
                files.defaults());
    }

    private static long elements(Collection<Checkpoint.Place> places) {
        return places.stream().mapToLong(place -> place.entry().elements()).sum();
    }

    private static long bytes(Collection<Checkpoint.Place> places) {
        return places.stream()
                .map(Checkpoint.Place::file)
                .distinct()
                .mapToLong(SafetensorsFile::sizeBytes)
                .sum();
    }

    /** Name to value, for people and for JSON, in the order in which they are shown. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("layout", layout.name().toLowerCase(Locale.ROOT));
        facts.put("transformerParameters", transformerParameters);
        facts.put("vaeParameters", vaeParameters);
        facts.put("tensorTypes", tensorTypes);
        facts.put("weightBytes", bytes);
        facts.put("hiddenSize", hiddenSize);
        facts.put("layers", layers);
        facts.put("heads", heads);
        facts.put("keyValueHeads", keyValueHeads);
        facts.put("intermediateSize", intermediateSize);
        facts.put("vocabularySize", vocabularySize);
        facts.put("maxWidthPx", limits.maxWidthPx());
        facts.put("maxHeightPx", limits.maxHeightPx());
        facts.put("maxPrefixTokens", limits.maxPrefixTokens());
        facts.put("defaultWidthPx", defaults.widthPx());
        facts.put("defaultHeightPx", defaults.heightPx());
        facts.put("defaultSteps", defaults.steps());
        facts.put("defaultGuidanceScale", defaults.guidanceScale());
        return facts;
    }
}
