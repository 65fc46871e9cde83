package dev.titorelli.worker.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes files that are whole or not there at all, after a crash too, and never replaces one. A file is written and forced to disk under
 * a temporary name and then hard-linked to its own; the link fails when the name is taken, so racing writers have one winner.
 */
final class DurableFiles {

    private final Path incoming;

    /** @param incoming directory for temporary files, in the same file system as all targets */
    DurableFiles(Path incoming) {
        this.incoming = incoming;
    }

    /** Whether this call made the file. */
    boolean createIfAbsent(Path target, byte[] bytes) throws IOException {
        if (Files.exists(target)) {
            return false;
        }
        Files.createDirectories(incoming);
        Path temporary = Files.createTempFile(incoming, "object", null);
        try {
            writeForced(temporary, bytes);
            return linked(target, temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static boolean linked(Path target, Path temporary) throws IOException {
        Path directory = target.getParent();
        Files.createDirectories(directory);
        try {
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        for (Path made = directory; made.startsWith(temporary.getParent().getParent()); made = made.getParent()) {
            force(made);
        }
        return true;
    }

    private static void writeForced(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
