package dev.titorelli.worker.checkpoint;

import dev.titorelli.worker.tensor.ComputeType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weights converted once: what can't be mapped from a checkpoint's own files is written, converted, to a file named after
 * the model's digest and the type, and mapped from there at every later start. Beside it lies its digest; a file that
 * differs is made anew. Where it can't be written, the weights are converted in memory, at every start.
 *
 * @param modelDigest asked for when there is something to convert
 */
public record KeptWeights(KeptFolder kept, FileDigests digests, Supplier<String> modelDigest, Clock clock) {
    private static final Logger log = LoggerFactory.getLogger(KeptWeights.class);
    static final String FOLDER = "weights/";
    static final String DIGEST = ".sha256";

    /** Of a file system's room: what else writes there must not find it full. */
    private static final long SPARE_BYTES = 256L << 20;

    /** Tensors and where they are: a checkpoint's own, some of them in another file. */
    public record Sources(Checkpoint checkpoint, List<TensorSpec> specs) {}

    /**
     * Where to take the tensors from.
     *
     * @param part of the model that the checkpoint holds, for the file's name
     */
    public Sources sources(String part, Checkpoint checkpoint, List<TensorSpec> specs, ComputeType compute) {
        ConvertedWeights converted = ConvertedWeights.of(checkpoint, specs, compute);
        if (converted.specs().isEmpty()) {
            return new Sources(checkpoint, specs);
        }
        String name = "%s%s-%s-%s.safetensors".formatted(FOLDER, modelDigest.get(), compute.shown(), part);
        return found(name, converted)
                .or(() -> made(name, converted))
                .map(file -> with(file, checkpoint, specs, converted))
                .orElseGet(() -> new Sources(checkpoint, specs));
    }

    private static Sources with(
            SafetensorsFile file, Checkpoint checkpoint, List<TensorSpec> specs, ConvertedWeights converted) {
        Map<String, Checkpoint.Place> places = new HashMap<>(checkpoint.places());
        converted
                .specs()
                .forEach(spec -> places.put(
                        spec.name(), new Checkpoint.Place(file, file.entries().get(spec.name()))));
        return new Sources(
                new Checkpoint(checkpoint.name(), checkpoint.files(), places),
                specs.stream()
                        .map(spec -> converted.specs().contains(spec) ? spec.inOne() : spec)
                        .toList());
    }

    private Optional<SafetensorsFile> found(String name, ConvertedWeights converted) {
        Optional<Path> place = kept.place(name).filter(Files::isRegularFile);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        try {
            SafetensorsFile file = SafetensorsFile.open(place.orElseThrow());
            if (converted.isIn(file) && kept.text(name + DIGEST).equals(Optional.of(digests.of(file.path())))) {
                WeightsInUse.touch(kept.place(name + DIGEST).orElseThrow(), clock);
                return Optional.of(file);
            }
            log.atWarn().addKeyValue("file", file.path()).log("converted weights are damaged: converting again");
        } catch (IOException | UncheckedIOException e) {
            log.atWarn()
                    .addKeyValue("file", place.orElseThrow())
                    .addKeyValue("cause", e.getMessage())
                    .log("converted weights can't be read: converting again");
        }
        return Optional.empty();
    }

    private Optional<SafetensorsFile> made(String name, ConvertedWeights converted) {
        return kept.place(name).flatMap(file -> {
            long begun = System.nanoTime();
            try {
                Files.createDirectories(file.getParent());
                WeightsInUse.removeOthers(file, clock);
                requireRoom(file, converted.bytes());
                String digest = write(file, converted);
                kept.keep(name + DIGEST, digest);
                digests.keep(file, digest);
                log.atInfo()
                        .addKeyValue("file", file)
                        .addKeyValue("bytes", converted.bytes())
                        .addKeyValue("durationMs", (System.nanoTime() - begun) / 1_000_000)
                        .log("weights converted");
                return Optional.of(SafetensorsFile.open(file));
            } catch (IOException e) {
                log.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("bytes", converted.bytes())
                        .addKeyValue("cause", e.toString())
                        .log("can't keep converted weights: they are converted in memory, at every start");
                return Optional.empty();
            }
        });
    }

    private static void requireRoom(Path file, long bytes) throws IOException {
        long room = Files.getFileStore(file.getParent()).getUsableSpace();
        if (room > 0 && room < bytes + SPARE_BYTES) {
            throw new IOException("the disk has room for %d MB; wanted: %d MB and %d MB to spare"
                    .formatted(room >> 20, bytes >> 20, SPARE_BYTES >> 20));
        }
    }

    /** Writes the file whole or not at all, to the disk itself, and returns its digest. */
    private static String write(Path file, ConvertedWeights converted) throws IOException {
        Path part = KeptFolder.unfinished(file);
        MessageDigest digest = Digests.sha256();
        try {
            try (FileChannel channel =
                    FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                converted.write(new DigestedChannel(channel, digest));
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return HexFormat.of().formatHex(digest.digest());
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
