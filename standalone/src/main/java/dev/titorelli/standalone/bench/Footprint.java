package dev.titorelli.standalone.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the process and the state take at a moment.
 *
 * @param round the round that has just ended
 * @param rssMb resident memory of this whole process; 0 where the system doesn't say
 * @param stateMb the state's files
 */
public record Footprint(String round, long rssMb, double stateMb) {

    private static final Path STATUS = Path.of("/proc/self/status");

    static Footprint after(String round, Path stateDir) {
        return new Footprint(round, residentMb(), bytes(stateDir) / (1024.0 * 1024.0));
    }

    /** Resident memory of this process now, in MiB; 0 where the system does not say. */
    public static long residentMb() {
        try {
            return Files.readAllLines(STATUS, StandardCharsets.US_ASCII).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(Footprint::size).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UncheckedIOException e) {
            // RocksDB removes files while they are listed.
            return 0;
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
