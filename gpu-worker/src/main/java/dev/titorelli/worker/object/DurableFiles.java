package dev.titorelli.worker.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Makes files that are whole or not there at all, after a crash too, and never replaces one. A file is written and forced to disk under
 * a temporary name and then hard-linked to its own; the link fails when the name is taken, so racing writers have one winner.
 */
final class DurableFiles {

    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path incoming;
    private final Link link;
    private final AtomicBoolean swept = new AtomicBoolean();

    /** @param incoming directory for temporary files, in the same file system as all targets */
    DurableFiles(Path incoming) {
        this(incoming, Files::createLink);
    }

    DurableFiles(Path incoming, Link link) {
        this.incoming = incoming;
        this.link = link;
    }

    /** Gives a file a second name, as {@link Files#createLink} does. */
    interface Link {
        void create(Path name, Path existing) throws IOException;
    }

    /** Whether this call made the file. Whoever made it: it is on disk when this returns. */
    boolean createIfAbsent(Path target, byte[] bytes) throws IOException {
        return createIfAbsent(target, bytes, file -> {});
    }

    /**
     * As above.
     *
     * @param label called with the file before it has its name
     */
    boolean createIfAbsent(Path target, byte[] bytes, Consumer<Path> label) throws IOException {
        boolean made = !Files.exists(target) && create(target, bytes, label);
        Path root = incoming.getParent();
        for (Path above = target.getParent(); above.startsWith(root); above = above.getParent()) {
            force(above);
        }
        return made;
    }

    /** Removes a file if it is there, and those of its folders below another that are empty then. */
    static void remove(Path target, Path below) throws IOException {
        Files.deleteIfExists(target);
        try {
            for (Path above = target.getParent(); !above.equals(below); above = above.getParent()) {
                Files.deleteIfExists(above);
            }
        } catch (DirectoryNotEmptyException e) {
            return; // others lie there
        }
    }

    private boolean create(Path target, byte[] bytes, Consumer<Path> label) throws IOException {
        Files.createDirectories(incoming);
        if (swept.compareAndSet(false, true)) {
            sweep();
        }
        Path temporary = Files.createTempFile(incoming, "object", null);
        try {
            label.accept(temporary);
            writeForced(temporary, bytes);
            Files.createDirectories(target.getParent());
            return linked(target, temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private boolean linked(Path target, Path temporary) throws IOException {
        try {
            link.create(target, temporary);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            throw new IOException("no hard link " + target + ", has its file system hard links? " + e, e);
        }
    }

    /** Deletes what a killed writer left; a living one needs its file for moments only. */
    private void sweep() throws IOException {
        Instant before = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(incoming)) {
            for (Path file : left) {
                if (isOlder(file, before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (NoSuchFileException e) {
            return false; // its writer has ended
        }
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
