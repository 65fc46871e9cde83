package dev.titorelli.worker.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Where a start keeps what the next one need not find out again: digests of files, self-tests, converted weights. All of it
 * can be deleted at any time, and is made again. Several processes may use one folder: what is written appears whole or
 * not at all, and two that write the same name write the same content. A folder that can't be written costs time, never
 * a start.
 */
public final class KeptFolder {
    private static final Logger log = LoggerFactory.getLogger(KeptFolder.class);

    private final Optional<Path> folder;
    private final AtomicBoolean told = new AtomicBoolean();

    private KeptFolder(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Keeps it in a folder, which is made when something is first kept there. */
    public static KeptFolder at(Path folder) {
        return new KeptFolder(Optional.of(folder));
    }

    /** Keeps nothing. */
    public static KeptFolder none() {
        return new KeptFolder(Optional.empty());
    }

    /** The place of a name such as {@code weights/file}; empty when nothing is kept. */
    Optional<Path> place(String name) {
        return folder.map(path -> path.resolve(name));
    }

    /** The text kept under a name; empty too when it can't be read. */
    public Optional<String> text(String name) {
        return place(name).filter(Files::isRegularFile).flatMap(file -> {
            try {
                return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
            } catch (IOException e) {
                return Optional.empty(); // as good as not kept: it is found out again
            }
        });
    }

    /** Keeps a text in place of any other under this name. */
    public void keep(String name, String text) {
        place(name).ifPresent(file -> {
            try {
                Files.createDirectories(file.getParent());
                Path part = unfinished(file);
                try {
                    Files.writeString(part, text, StandardCharsets.UTF_8);
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                } finally {
                    Files.deleteIfExists(part);
                }
            } catch (IOException e) {
                log.atLevel(told.getAndSet(true) ? Level.DEBUG : Level.WARN)
                        .addKeyValue("file", file)
                        .addKeyValue("cause", e.toString())
                        .log("can't keep this: the next start has to find it out again");
            }
        });
    }

    /** A file of this process alone beside another, to be written and then moved there. */
    static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
    }
}
