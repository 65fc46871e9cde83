package dev.titorelli.worker.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bounds the folder of converted weights: by the time of their last use, which is that of the digest beside them. */
final class WeightsInUse {
    private static final Logger log = LoggerFactory.getLogger(WeightsInUse.class);

    /** With the one that is about to be made. */
    static final int FILES = 8;

    private static final Duration UNUSED = Duration.ofDays(30);
    private static final Duration UNFINISHED = Duration.ofDays(1);

    private WeightsInUse() {}

    /** Where the folder can't be written nothing is removed either. */
    static void touch(Path digest, Clock clock) {
        try {
            Files.setLastModifiedTime(digest, FileTime.from(clock.instant()));
        } catch (IOException e) {
            log.atDebug().addKeyValue("file", digest).log("can't note the use of converted weights");
        }
    }

    /**
     * Removes what nobody has used for 30 days, the longest unused beyond eight files, and what was never finished. Another process that
     * has mapped a removed file keeps it until it ends.
     */
    static void removeOthers(Path file, Clock clock) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(file.getParent())) {
            all = files.toList();
        }
        Instant now = clock.instant();
        List<Path> others = all.stream()
                .filter(other -> other.toString().endsWith(".safetensors") && !other.equals(file))
                .sorted(Comparator.comparing(WeightsInUse::lastUse).reversed())
                .toList();
        for (int i = 0; i < others.size(); i++) {
            if (i >= FILES - 1 || lastUse(others.get(i)).isBefore(now.minus(UNUSED))) {
                remove(others.get(i));
                Files.deleteIfExists(digestOf(others.get(i)));
            }
        }
        for (Path part : all) {
            if (part.toString().endsWith(".part") && changed(part).isBefore(now.minus(UNFINISHED))) {
                remove(part);
            }
        }
    }

    private static void remove(Path file) throws IOException {
        long bytes = file.toFile().length(); // 0 when another process has just removed it
        if (Files.deleteIfExists(file)) {
            log.atInfo()
                    .addKeyValue("file", file)
                    .addKeyValue("bytes", bytes)
                    .log("removed converted weights that were not used for long");
        }
    }

    private static Path digestOf(Path file) {
        return file.resolveSibling(file.getFileName() + KeptWeights.DIGEST);
    }

    private static Instant lastUse(Path file) {
        Path digest = digestOf(file);
        return changed(Files.exists(digest) ? digest : file);
    }

    /** The beginning of time when another process has just removed it. */
    private static Instant changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }
}
