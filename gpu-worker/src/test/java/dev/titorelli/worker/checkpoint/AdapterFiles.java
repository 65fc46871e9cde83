package dev.titorelli.worker.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.worker.conformance.Goldens;
import dev.titorelli.worker.tensor.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The golden adapter, and others made of it. */
public final class AdapterFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path GOLDEN = Goldens.model("lora");

    private AdapterFiles() {}

    /** A copy of the golden adapter with an option of its own, as JSON. */
    public static Path withOption(Path directory, String name, String json) throws IOException {
        ObjectNode config = config();
        config.set(name, JSON.readTree(json));
        Files.write(directory.resolve(AdapterConfig.NAME), JSON.writeValueAsBytes(config));
        Files.copy(GOLDEN.resolve(AdapterLayout.WEIGHTS), directory.resolve(AdapterLayout.WEIGHTS));
        return directory;
    }

    /** The golden adapter without a tensor, whose name is told. */
    public static String withoutOneTensor(Path directory) throws IOException {
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>(golden());
        String name = tensors.remove(5).name();
        Files.copy(GOLDEN.resolve(AdapterConfig.NAME), directory.resolve(AdapterConfig.NAME));
        SafetensorsWriter.write(directory.resolve(AdapterLayout.WEIGHTS), tensors);
        return name;
    }

    /** An adapter of another rank with random values, in BF16. */
    public static Path random(Path directory, int rank, long seed) throws IOException {
        Files.write(directory.resolve(AdapterConfig.NAME), JSON.writeValueAsBytes(config().put("r", rank)));
        Random random = new Random(seed);
        List<SafetensorsWriter.Tensor> tensors = golden().stream()
                .map(t -> {
                    List<Long> shape = t.name().contains("lora_A")
                            ? List.of((long) rank, t.shape().get(1))
                            : List.of(t.shape().get(0), (long) rank);
                    return new SafetensorsWriter.Tensor(
                            t.name(), shape, ElementType.BF16, i -> (float) (random.nextGaussian() / 8));
                })
                .toList();
        SafetensorsWriter.write(directory.resolve(AdapterLayout.WEIGHTS), tensors);
        return directory;
    }

    /** The golden adapter as it would be with queries, keys and values apart, each of 64 rows. */
    public static Path inDiffusersNames(Path directory) throws IOException {
        ObjectNode config = config();
        config.set("target_modules", JSON.readTree("[\"to_q\", \"to_k\", \"to_v\", \"to_out.0\"]"));
        Files.write(directory.resolve(AdapterConfig.NAME), JSON.writeValueAsBytes(config));
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        for (SafetensorsWriter.Tensor t : golden()) {
            String name = t.name().replace("model.llm.", "model.").replace("o_proj", "to_out.0");
            List<String> parts = name.contains("qkv_proj") ? List.of("to_q", "to_k", "to_v") : List.of("to_out.0");
            for (int part = 0; part < parts.size(); part++) {
                long start = t.name().contains("lora_A") ? 0 : part * 64L * 4;
                List<Long> shape = t.name().contains("lora_A") ? t.shape() : List.of(64L, 4L);
                tensors.add(new SafetensorsWriter.Tensor(
                        name.replace("qkv_proj", parts.get(part)), shape, ElementType.F32, i -> t.values()
                                .at(start + i)));
            }
        }
        SafetensorsWriter.write(directory.resolve(AdapterLayout.WEIGHTS), tensors);
        return directory;
    }

    private static List<SafetensorsWriter.Tensor> golden() throws IOException {
        SafetensorsFile file = SafetensorsFile.open(GOLDEN.resolve(AdapterLayout.WEIGHTS));
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        for (String name : file.entries().keySet()) {
            float[] values = floats(file, name);
            tensors.add(new SafetensorsWriter.Tensor(
                    name, file.entries().get(name).shape(), ElementType.F32, i -> values[(int) i]));
        }
        return tensors;
    }

    public static float[] floats(SafetensorsFile file, String name) throws IOException {
        ByteBuffer bytes = file.bytes(file.entries().get(name));
        float[] values = new float[bytes.remaining() / 4];
        IntStream.range(0, values.length).forEach(i -> values[i] = bytes.getFloat());
        return values;
    }

    private static ObjectNode config() throws IOException {
        return (ObjectNode) JSON.readTree(GOLDEN.resolve(AdapterConfig.NAME).toFile());
    }
}
