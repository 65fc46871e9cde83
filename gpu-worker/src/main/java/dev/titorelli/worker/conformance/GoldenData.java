package dev.titorelli.worker.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.worker.image.PictureReader;
import dev.titorelli.worker.image.PixelRules;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.image.UnreadablePictureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder of golden data: {@code models/}, {@code expected/} and {@code expected/manifest.json}, which describes every
 * tensor. Remembers what was read of it. One thread.
 */
final class GoldenData {
    static final String TENSORS = ".safetensors";
    private static final String MANIFEST = "manifest.json";

    private final Path root;
    private final JsonNode manifest;
    private final Map<String, GoldenFile> files = new TreeMap<>();
    private final Set<Path> read = new TreeSet<>();
    private final Set<String> used = new TreeSet<>();

    private GoldenData(Path root, JsonNode manifest) {
        this.root = root;
        this.manifest = manifest;
    }

    /** @throws IOException when there is no manifest, or it is no manifest; the message names the file */
    static GoldenData open(Path root) throws IOException {
        Path file = root.resolve("expected").resolve(MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw new IOException("no golden data: the file " + file + " is missing");
        }
        JsonNode manifest = parsed(file);
        if (!manifest.path("files").isObject()) {
            throw new IOException(file + ": no object 'files'");
        }
        GoldenData data = new GoldenData(root, manifest);
        data.read.add(file);
        return data;
    }

    private static JsonNode parsed(Path file) throws IOException {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The names of the manifest's files. */
    List<String> fileNames() {
        return Stream.of(manifest.path("files"))
                .flatMap(files -> files.properties().stream())
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean has(String file) {
        return manifest.path("files").has(file) && Files.isRegularFile(expected(file));
    }

    /** The tensors of a group, from {@code <group>.safetensors}. */
    GoldenFile file(String group) {
        return files.computeIfAbsent(group, name -> {
            try {
                Path path = expected(name + TENSORS);
                read.add(path);
                return GoldenFile.open(path, manifest.path("files").path(name + TENSORS));
            } catch (IOException e) {
                throw new UncheckedIOException(name + TENSORS + ": " + e.getMessage(), e);
            }
        });
    }

    /** The files that were opened, by group. */
    Map<String, GoldenFile> opened() {
        return files;
    }

    JsonNode json(String name) throws IOException {
        Path path = expected(name);
        read.add(path);
        return parsed(path);
    }

    JsonNode cases() {
        return manifest.path("cases");
    }

    /** A case that a comparison uses. */
    JsonNode used(String caseName) {
        used.add(caseName);
        return cases().path(caseName);
    }

    /** The cases whose names begin so, without that beginning; they are used. */
    Map<String, JsonNode> usedWith(String prefix) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        cases().properties().stream()
                .filter(named -> named.getKey().startsWith(prefix))
                .forEach(named -> found.put(named.getKey().substring(prefix.length()), used(named.getKey())));
        return found;
    }

    /** The cases that no comparison used. */
    List<String> unusedCases() {
        return cases().properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !used.contains(name))
                .toList();
    }

    JsonNode settings() {
        return manifest.path("settings");
    }

    /** The case of a picture, {@code image:<name>}. */
    JsonNode pictureCase(String name) throws IOException {
        JsonNode picture = cases().path("image:" + name);
        if (!picture.path("file").isTextual()) {
            throw new IOException("the manifest has no case image:" + name + " with a file");
        }
        return used("image:" + name);
    }

    /** A picture of {@code expected/}, such as {@code images/a.png}. */
    RgbImage picture(String name) throws IOException {
        Path path = expected(name);
        read.add(path);
        if (!Files.isRegularFile(path)) {
            throw new IOException("the file " + name + " is missing");
        }
        try {
            return PictureReader.read(Files.readAllBytes(path), PixelRules.REFERENCE);
        } catch (UnreadablePictureException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    Path expected(String name) {
        return root.resolve("expected").resolve(name);
    }

    /** The folders of {@code models/}, in the order of their names. */
    List<Path> models() throws IOException {
        Path models = root.resolve("models");
        if (!Files.isDirectory(models)) {
            throw new IOException("no golden data: the folder " + models + " is missing");
        }
        try (Stream<Path> folders = Files.list(models)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** The files of {@code expected/} that nobody read, as names in it. */
    List<String> unread() throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve("expected"))) {
            return all.filter(path -> Files.isRegularFile(path) && !read.contains(path))
                    .map(path -> root.resolve("expected").relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
