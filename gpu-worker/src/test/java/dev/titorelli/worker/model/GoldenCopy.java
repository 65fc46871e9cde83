package dev.titorelli.worker.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Golden data of a few groups, and one model, that a test may change. */
final class GoldenCopy {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;

    private GoldenCopy(Path root) {
        this.root = root;
    }

    /** Copies the groups' files, without cases, and the models. */
    static GoldenCopy of(Path root, Set<String> files, String... models) throws IOException {
        GoldenCopy copy = new GoldenCopy(root);
        Files.createDirectories(root.resolve("expected"));
        for (String file : files) {
            Files.copy(Goldens.ROOT.resolve("expected").resolve(file), copy.expected(file));
        }
        for (String model : models) {
            copyTree(Goldens.model(model), root.resolve("models").resolve(model));
        }
        ObjectNode manifest = (ObjectNode) Goldens.json("manifest.json");
        ((ObjectNode) manifest.path("files")).retain(files);
        manifest.putObject("cases");
        copy.write(manifest);
        return copy;
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        }
    }

    Path root() {
        return root;
    }

    Path expected(String file) {
        return root.resolve("expected").resolve(file);
    }

    /** Adds to the first number of a tensor. */
    void change(String group, String tensor, float by) throws IOException {
        Path file = expected(group + ".safetensors");
        long start = SafetensorsFile.open(file).entries().get(tensor).start();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer number = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(number, start);
            number.putFloat(0, number.getFloat(0) + by).rewind();
            channel.write(number, start);
        }
    }

    /** Names a file in the manifest. */
    void announce(String file) throws IOException {
        ObjectNode manifest = manifest();
        ((ObjectNode) manifest.path("files")).putObject(file).putObject("tensors");
        write(manifest);
    }

    /** Adds a case to the manifest. */
    void addCase(String name) throws IOException {
        ObjectNode manifest = manifest();
        ((ObjectNode) manifest.path("cases")).putObject(name);
        write(manifest);
    }

    /** Forgets a tensor in the manifest. */
    void forget(String group, String tensor) throws IOException {
        ObjectNode manifest = manifest();
        ((ObjectNode) manifest.path("files").path(group + ".safetensors").path("tensors")).remove(List.of(tensor));
        write(manifest);
    }

    private ObjectNode manifest() throws IOException {
        return (ObjectNode) JSON.readTree(expected("manifest.json").toFile());
    }

    private void write(ObjectNode manifest) {
        try {
            JSON.writeValue(expected("manifest.json").toFile(), manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
