package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.worker.checkpoint.SafetensorsFile;
import dev.titorelli.worker.tensor.ElementType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** The golden tensors of one file, as the manifest describes them. Remembers which were read. Any thread. */
final class GoldenFile {
    private final String name;
    private final JsonNode description;
    private final SafetensorsFile tensors;
    private final Set<String> read = ConcurrentHashMap.newKeySet();

    private GoldenFile(String name, JsonNode description, SafetensorsFile tensors) {
        this.name = name;
        this.description = description;
        this.tensors = tensors;
    }

    /** @param description the file's entry in the manifest */
    static GoldenFile open(Path path, JsonNode description) throws IOException {
        return new GoldenFile(path.getFileName().toString(), description, SafetensorsFile.open(path));
    }

    /** What the manifest says of the file. */
    String description() {
        return description.path("description").asText();
    }

    /** What the manifest says of a tensor. */
    String description(String tensor) {
        return description.path("tensors").path(tensor).path("desc").asText();
    }

    /** The tensors in the file. */
    Set<String> names() {
        return new TreeSet<>(tensors.entries().keySet());
    }

    /** A tensor's name before its last part; the whole name where it has one part. */
    static String family(String tensor) {
        int dot = tensor.lastIndexOf('.');
        return dot < 0 ? tensor : tensor.substring(0, dot);
    }

    boolean has(String tensor) {
        return tensors.entries().containsKey(tensor);
    }

    /** What manifest and file say differently, one sentence a tensor. */
    List<String> contradictions() {
        Set<String> all = names();
        description.path("tensors").fieldNames().forEachRemaining(all::add);
        return all.stream().filter(tensor -> !agrees(tensor)).toList();
    }

    private boolean agrees(String tensor) {
        JsonNode said = description.path("tensors").path(tensor);
        if (!has(tensor) || said.isMissingNode()) {
            return false;
        }
        long[] shape = IntStream.range(0, said.path("shape").size())
                .mapToLong(i -> said.path("shape").path(i).asLong())
                .toArray();
        return Arrays.equals(shape, shape(tensor));
    }

    long[] shape(String tensor) {
        return entry(tensor).shape().stream().mapToLong(Long::longValue).toArray();
    }

    /** The numbers of a floating-point tensor. */
    float[] floats(String tensor) {
        ElementType type = ElementType.of(entry(tensor).dtype())
                .orElseThrow(() -> new IllegalArgumentException("%s, %s: %s instead of numbers"
                        .formatted(name, tensor, entry(tensor).dtype())));
        ByteBuffer bytes = buffer(tensor);
        float[] values = new float[bytes.remaining() / type.bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.read(bytes);
        }
        return values;
    }

    long[] longs(String tensor) {
        ByteBuffer bytes = buffer(tensor);
        return IntStream.range(0, bytes.remaining() / 8)
                .mapToLong(i -> bytes.getLong(8 * i))
                .toArray();
    }

    byte[] bytes(String tensor) {
        return buffer(tensor).array();
    }

    NDArray tensor(NDManager scope, String tensor) {
        return scope.create(floats(tensor), new Shape(shape(tensor)));
    }

    /** One row of a tensor, still with a first axis of 1; the last row where there are fewer. */
    NDArray row(NDManager scope, String tensor, int row) {
        long[] shape = shape(tensor);
        float[] all = floats(tensor);
        int size = (int) (all.length / shape[0]);
        int at = (int) Math.min(row, shape[0] - 1);
        shape[0] = 1;
        return scope.create(Arrays.copyOfRange(all, at * size, (at + 1) * size), new Shape(shape));
    }

    /** Whether something read the tensor, to compare with it or to compute from it. */
    boolean wasRead(String tensor) {
        return read.contains(tensor);
    }

    private ByteBuffer buffer(String tensor) {
        read.add(tensor);
        try {
            return tensors.bytes(entry(tensor));
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + e.getMessage(), e);
        }
    }

    private SafetensorsFile.Entry entry(String tensor) {
        SafetensorsFile.Entry entry = tensors.entries().get(tensor);
        if (entry == null) {
            throw new IllegalArgumentException(name + " has no tensor " + tensor);
        }
        return entry;
    }
}
