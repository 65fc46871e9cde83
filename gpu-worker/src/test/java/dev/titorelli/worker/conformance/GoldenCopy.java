package dev.titorelli.worker.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.worker.checkpoint.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
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

    /** Copies everything. */
    static GoldenCopy whole(Path root) throws IOException {
        copyTree(Goldens.ROOT, root);
        return new GoldenCopy(root);
    }

    /** Calls all that is called so otherwise: folders of models, pictures, requests, families of tensors. */
    void rename(UnaryOperator<String> names) throws IOException {
        for (Path folder : List.of(root.resolve("models"), expected("images"))) {
            try (Stream<Path> paths = Files.list(folder)) {
                for (Path path : paths.toList()) {
                    Files.move(
                            path, folder.resolve(names.apply(path.getFileName().toString())));
                }
            }
        }
        try (Stream<Path> files = Files.list(root.resolve("expected"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
                renameTensors(file, names);
            }
        }
        write((ObjectNode) JSON.readTree(names.apply(JSON.writeValueAsString(manifest()))));
    }

    private static void renameTensors(Path file, UnaryOperator<String> names) throws IOException {
        ByteBuffer old = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) old.getLong()];
        old.get(header);
        byte[] renamed = names.apply(new String(header, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer whole = ByteBuffer.allocate(8 + renamed.length + old.remaining())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(renamed.length)
                .put(renamed)
                .put(old);
        Files.write(file, whole.array());
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

    /** Changes a case of the manifest. */
    void changeCase(String name, Consumer<ObjectNode> change) throws IOException {
        ObjectNode manifest = manifest();
        change.accept((ObjectNode) manifest.path("cases").path(name));
        write(manifest);
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
