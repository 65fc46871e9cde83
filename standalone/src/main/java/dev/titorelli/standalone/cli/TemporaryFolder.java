package dev.titorelli.standalone.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder for one run. */
final class TemporaryFolder {

    private static final Logger log = LoggerFactory.getLogger(TemporaryFolder.class);

    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    static TemporaryFolder make(String name) throws IOException {
        return new TemporaryFolder(Files.createTempDirectory(name));
    }

    Path path() {
        return path;
    }

    /** Removes it with all that is in it. What can't be removed stays: it lies where the system cleans up. */
    void delete() {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path deepestFirst : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(deepestFirst);
            }
        } catch (IOException | UncheckedIOException e) {
            log.atWarn().setCause(e).log("Could not remove {}", path);
        }
    }
}
