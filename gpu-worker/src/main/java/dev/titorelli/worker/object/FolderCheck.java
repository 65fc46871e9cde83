package dev.titorelli.worker.object;

import dev.titorelli.fault.CannotStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The questions before the first picture: may we write here, and is a file made at most once. Leaves nothing behind. */
final class FolderCheck {

    private static final byte[] TEXT = "Titorelli tries this folder.\n".getBytes(StandardCharsets.US_ASCII);

    private FolderCheck() {}

    /** @throws CannotStart when the file system makes a file twice */
    static void run(Path folder) throws IOException {
        DurableFiles files = new DurableFiles(folder.resolve(".incoming"));
        Path probe = folder.resolve(".titorelli-check-" + UUID.randomUUID());
        try {
            boolean once = files.createIfAbsent(probe, TEXT) && !files.createIfAbsent(probe, TEXT);
            if (!once) {
                throw new CannotStart("object store " + folder + " makes a file twice: name a folder in objects whose"
                        + " file system has hard links");
            }
        } finally {
            Files.deleteIfExists(probe);
        }
    }
}
