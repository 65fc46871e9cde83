package dev.titorelli.worker.checkpoint;

import dev.titorelli.worker.tensor.ElementType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * An adapter's folder, held against a model of a configuration.
 *
 * @param digest hex SHA-256 over the names and bytes of its two files
 */
public record AdapterFolder(AdapterConfig config, Checkpoint weights, AdapterLayout layout, String digest) {

    /** The files that belong to an adapter. */
    public static final List<String> NAMES = List.of(AdapterConfig.NAME, AdapterLayout.WEIGHTS);

    /**
     * Reads what the files say of themselves.
     *
     * @throws ModelDirectoryException with everything that is wrong
     */
    public static AdapterFolder read(Path directory, TransformerConfig transformer) {
        ConfigFile file = ConfigFile.read(directory, AdapterConfig.NAME);
        AdapterConfig config = AdapterConfig.read(file);
        List<String> problems = new ArrayList<>(file.problems());
        Optional<Checkpoint> weights = Checkpoint.open(directory, AdapterLayout.WEIGHTS, problems);
        throwIfAny(directory, problems);
        AdapterLayout layout = AdapterLayout.of(weights.orElseThrow(), config, transformer, problems);
        throwIfAny(directory, problems);
        return new AdapterFolder(config, weights.orElseThrow(), layout, digest(directory));
    }

    /** Hex SHA-256 over the names and bytes of a folder's two files. */
    public static String digest(Path directory) {
        return Digests.ofFiles(directory, NAMES);
    }

    /** How many numbers its tensors hold once it is open. */
    public long values() {
        return layout.values(config.rank());
    }

    /** The names of the tensors that hold something infinite or not a number. */
    public List<String> nonFinite() {
        return weights.places().entrySet().stream()
                .filter(place -> !isFinite(place.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isFinite(Checkpoint.Place place) {
        try {
            ByteBuffer bytes = place.file().bytes(place.entry());
            ElementType type = place.type();
            return LongStream.range(0, place.entry().elements())
                    .mapToObj(i -> type.read(bytes))
                    .allMatch(Float::isFinite);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void throwIfAny(Path directory, List<String> problems) {
        if (!problems.isEmpty()) {
            throw ModelDirectoryException.ofAdapter(directory, problems);
        }
    }
}
