package dev.titorelli.worker.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.worker.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A model's weights in one safetensors file, or in several that an index names.
 *
 * @param name the one file's name; problems carry it
 * @param files the names of the files, in the directory, that belong to it
 * @param places where each tensor is
 */
public record Checkpoint(String name, List<String> files, Map<String, Place> places) {

    /** A tensor's file and its entry there. */
    public record Place(SafetensorsFile file, SafetensorsFile.Entry entry) {

        /** What {@link WeightCheck} has found it to be. */
        ElementType type() {
            return ElementType.of(entry.dtype()).orElseThrow();
        }

        /** Whether its bytes can be used where they are: of this type, and at a multiple of its size. */
        boolean isMappedAs(ElementType wanted) {
            return type() == wanted && entry.start() % wanted.bytes() == 0;
        }
    }

    /**
     * Finds each tensor of a file, or of its shards.
     *
     * @param problems gets what is wrong with the files; then the result is empty
     */
    public static Optional<Checkpoint> open(Path directory, String name, List<String> problems) {
        int before = problems.size();
        String index = name + ".index.json";
        boolean sharded =
                !Files.isRegularFile(directory.resolve(name)) && Files.isRegularFile(directory.resolve(index));
        List<String> files = new ArrayList<>(sharded ? shards(directory, index, problems) : List.of(name));
        Map<String, Place> places = new TreeMap<>();
        for (String file : files) {
            try {
                SafetensorsFile shard = SafetensorsFile.open(directory.resolve(file));
                shard.entries().forEach((tensor, entry) -> {
                    Place other = places.put(tensor, new Place(shard, entry));
                    if (other != null) {
                        problems.add("%s: tensor %s is also in %s"
                                .formatted(file, tensor, other.file().path().getFileName()));
                    }
                });
            } catch (NoSuchFileException e) {
                problems.add(file + ": the file is missing");
            } catch (IOException e) {
                problems.add(file + ": " + e.getMessage());
            }
        }
        if (sharded) {
            files.add(index);
        }
        return problems.size() > before ? Optional.empty() : Optional.of(new Checkpoint(name, files, places));
    }

    private static SortedSet<String> shards(Path directory, String index, List<String> problems) {
        SortedSet<String> shards = new TreeSet<>();
        String folder = index.substring(0, index.lastIndexOf('/') + 1);
        try {
            JsonNode map = new ObjectMapper()
                    .readTree(directory.resolve(index).toFile())
                    .path("weight_map");
            for (JsonNode shard : map) {
                shards.add(folder + requireFileName(shard.asText()));
            }
        } catch (IOException e) {
            problems.add(index + ": " + e.getMessage());
        }
        return shards;
    }

    private static String requireFileName(String shard) throws IOException {
        if (!shard.matches("[\\w.-]+")) {
            throw new IOException("shard '" + shard + "' is no file name");
        }
        return shard;
    }
}
