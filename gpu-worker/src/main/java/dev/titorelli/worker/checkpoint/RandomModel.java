package dev.titorelli.worker.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.worker.checkpoint.SafetensorsWriter.Tensor;
import dev.titorelli.worker.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes checkpoints of random weights, to measure with where no trained one is at hand: what they paint is noise, what
 * it costs is real. The same preset and seed has the same weights in both layouts.
 */
public final class RandomModel {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SHARD_BYTES = 4L << 30;
    private static final long TENSOR_SEEDS = 0x1000003L;

    private final ModelShape shape;
    private final CheckpointLayout layout;
    private final ElementType type;
    private final long seed;

    /** @param type F32 or BF16; the VAE is always F32 */
    public RandomModel(Preset preset, CheckpointLayout layout, ElementType type, long seed) {
        this(preset.shape(), layout, type, seed);
    }

    RandomModel(ModelShape shape, CheckpointLayout layout, ElementType type, long seed) {
        if (type == ElementType.F16) {
            throw new IllegalArgumentException("type F16: allowed are F32 and BF16");
        }
        this.shape = shape;
        this.layout = layout;
        this.type = type;
        this.seed = seed;
    }

    /**
     * Writes all files of the checkpoint as streams, in shards of 4 GiB where the layout shards.
     *
     * @throws IOException when the folder exists and is not empty, or can't be written
     */
    public void write(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (var entries = Files.list(directory)) {
                if (entries.findAny().isPresent()) {
                    throw new IOException(directory + " is not empty");
                }
            }
        }
        Files.createDirectories(directory);
        RandomModelFiles.of(shape, layout).write(directory);
        TransformerLayout transformer =
                TransformerLayout.of(layout.files().names(), shape.transformer(), shape.positionSide());
        write(
                directory,
                layout.files().weights(),
                tensors(transformer.all(), type, 0),
                layout == CheckpointLayout.DIFFUSERS);
        VaeLayout vae = VaeLayout.of(shape.vae());
        write(
                directory,
                ModelLayout.VAE_WEIGHTS,
                tensors(vae.all(), ElementType.F32, transformer.all().size()),
                false);
    }

    private List<Tensor> tensors(List<TensorSpec> specs, ElementType elementType, int firstSeed) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            RandomValues values = RandomValues.of(specs.get(i), (seed + 1) * TENSOR_SEEDS + firstSeed + i);
            long start = 0;
            for (TensorSpec part : specs.get(i).stored()) {
                long from = start;
                Tensor tensor = new Tensor(part.name(), part.shape(), elementType, place -> values.at(from + place));
                tensors.add(tensor);
                start += tensor.elements();
            }
        }
        return tensors;
    }

    private static void write(Path directory, String name, List<Tensor> tensors, boolean sharded) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        List<List<Tensor>> shards = sharded ? shards(tensors) : List.of(tensors);
        if (shards.size() == 1) {
            SafetensorsWriter.write(file, tensors);
            return;
        }
        ObjectNode index = JSON.createObjectNode();
        index.putObject("metadata")
                .put("total_size", tensors.stream().mapToLong(Tensor::bytes).sum());
        ObjectNode places = index.putObject("weight_map");
        for (int i = 0; i < shards.size(); i++) {
            String shard = file.getFileName()
                    .toString()
                    .replace(".safetensors", "-%05d-of-%05d.safetensors".formatted(i + 1, shards.size()));
            SafetensorsWriter.write(file.resolveSibling(shard), shards.get(i));
            shards.get(i).forEach(tensor -> places.put(tensor.name(), shard));
        }
        Files.write(
                directory.resolve(name + ".index.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(index));
    }

    private static List<List<Tensor>> shards(List<Tensor> tensors) {
        List<List<Tensor>> shards = new ArrayList<>(List.of(new ArrayList<>()));
        long bytes = 0;
        for (Tensor tensor : tensors) {
            if (bytes > 0 && bytes + tensor.bytes() > SHARD_BYTES) {
                shards.add(new ArrayList<>());
                bytes = 0;
            }
            shards.get(shards.size() - 1).add(tensor);
            bytes += tensor.bytes();
        }
        return shards.stream().map(List::copyOf).collect(Collectors.toUnmodifiableList());
    }
}
