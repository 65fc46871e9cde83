package dev.titorelli.worker.conformance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.worker.checkpoint.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The reference's outputs: {@code goldens/expected}, described by its manifest.json. */
public final class Goldens {
    public static final Path ROOT = Path.of("src/test/resources/goldens");
    private static final Path EXPECTED = ROOT.resolve("expected");
    private static final Map<String, SafetensorsFile> FILES = new HashMap<>();

    private Goldens() {}

    public static Path model(String name) {
        return ROOT.resolve("models").resolve(name);
    }

    public static Path image(String name) {
        return EXPECTED.resolve("images").resolve(name);
    }

    public static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(EXPECTED.resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static float[] floats(String file, String name) {
        ByteBuffer bytes = bytes(file, name);
        float[] values = new float[bytes.remaining() / 4];
        IntStream.range(0, values.length).forEach(i -> values[i] = bytes.getFloat());
        return values;
    }

    public static long[] longs(String file, String name) {
        ByteBuffer bytes = bytes(file, name);
        return IntStream.range(0, bytes.remaining() / 8)
                .mapToLong(i -> bytes.getLong(8 * i))
                .toArray();
    }

    public static NDArray tensor(NDManager scope, String file, String name) {
        List<Long> shape = entry(file, name).shape();
        return scope.create(floats(file, name), new Shape(shape));
    }

    public static byte[] bytesOf(String file, String name) {
        return bytes(file, name).array();
    }

    private static ByteBuffer bytes(String file, String name) {
        try {
            return file(file).bytes(entry(file, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SafetensorsFile.Entry entry(String file, String name) {
        SafetensorsFile.Entry entry = file(file).entries().get(name);
        if (entry == null) {
            throw new IllegalArgumentException(file + " has no tensor " + name);
        }
        return entry;
    }

    private static SafetensorsFile file(String name) {
        return FILES.computeIfAbsent(name, key -> {
            try {
                return SafetensorsFile.open(EXPECTED.resolve(key + ".safetensors"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
