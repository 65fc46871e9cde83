package dev.titorelli.worker.conformance;

import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks this machine against golden data: a folder with {@code models/} and {@code expected/}, described by {@code
 * expected/manifest.json}. Every case is found through the manifest and the names of the tensors, so other data of the
 * same layout are checked alike. What no comparison knows is told too.
 */
public final class Conformance {
    private final GoldenData data;
    private final List<GoldenResult> results = new ArrayList<>();

    private Conformance(GoldenData data) {
        this.data = data;
    }

    /**
     * Compares everything; computes in F32.
     *
     * @throws IOException when the folder holds no golden data; the message names what is missing
     * @throws ModelDirectoryException when its model can't be opened
     */
    public static ConformanceReport check(Path root) throws IOException {
        GoldenData data = GoldenData.open(root);
        try (GoldenModels models = GoldenModels.open(data)) {
            return new Conformance(data).check(models);
        }
    }

    private ConformanceReport check(GoldenModels models) throws IOException {
        List<GoldenGroup> groups = groups(data, models);
        for (GoldenGroup group : groups) {
            check(group);
        }
        unknownFiles(groups);
        contradictions();
        unreadTensors();
        unknownCases();
        models.unused()
                .forEach(folder -> results.add(
                        GoldenResult.unknown("models", folder, "no golden file was computed with this model")));
        return new ConformanceReport(results);
    }

    /** All comparisons. */
    static List<GoldenGroup> groups(GoldenData data, GoldenModels models) throws IOException {
        return List.of(
                new GoldenTokenizer(data, models),
                new GoldenPictures(data, models),
                new GoldenVae(data, models),
                new GoldenEmbedding(models),
                new GoldenProcessor(data, models),
                new GoldenForward(models),
                new GoldenGuidance(data, models),
                new GoldenSchedule(),
                new GoldenSample(models),
                new GoldenKeysValues(data, models),
                new GoldenNoise(models),
                new GoldenLora(data, models),
                new GoldenTraining(data, models));
    }

    private void check(GoldenGroup group) {
        String file = group.name() + group.ending();
        if (!data.fileNames().contains(file)) {
            return; // these data have no such group
        }
        GoldenChecks checks = new GoldenChecks(group.name(), data);
        if (data.has(file)) {
            checks.in("", () -> group.check(checks));
        } else {
            results.add(GoldenResult.failed(group.name(), file, "", "the file expected/" + file + " is missing"));
        }
        results.addAll(checks.results());
    }

    private void unknownFiles(List<GoldenGroup> groups) throws IOException {
        List<String> known =
                groups.stream().map(group -> group.name() + group.ending()).toList();
        for (String file : data.fileNames()) {
            String group = file.replaceFirst("\\.[^.]+$", "");
            if (!known.contains(file) && !data.has(file)) {
                results.add(GoldenResult.failed(group, file, "", "the file expected/" + file + " is missing"));
            } else if (!known.contains(file)) {
                results.add(GoldenResult.unknown(group, file, "no comparison knows this group"));
            }
        }
        for (String file : data.unread()) {
            if (!data.fileNames().contains(file)) {
                results.add(GoldenResult.unknown("files", file, "nothing in the manifest uses this file"));
            }
        }
    }

    private void contradictions() {
        for (Map.Entry<String, GoldenFile> file : data.opened().entrySet()) {
            for (String tensor : file.getValue().contradictions()) {
                String why = "file and manifest disagree about the tensor or its shape";
                results.add(GoldenResult.failed(file.getKey(), tensor, tensor, why));
            }
        }
    }

    private void unreadTensors() {
        for (Map.Entry<String, GoldenFile> file : data.opened().entrySet()) {
            for (String tensor : file.getValue().names()) {
                if (!file.getValue().wasRead(tensor)) {
                    results.add(GoldenResult.unknown(file.getKey(), tensor, "no comparison knows this tensor"));
                }
            }
        }
    }

    private void unknownCases() {
        data.unusedCases()
                .forEach(name -> results.add(GoldenResult.unknown("cases", name, "no comparison knows this case")));
    }
}
