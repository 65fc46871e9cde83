package dev.titorelli.standalone;

import dev.titorelli.fault.CannotStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Properties;

/**
 * The directory of one running system, held by a lock that the operating system takes back when the process ends,
 * however it ends.
 */
final class DataDirectory implements AutoCloseable {

    static final String ADDRESSES = "addresses.properties";

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws CannotStart when it can't be made or another process holds it */
    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            DataDirectory directory = new DataDirectory(path, lock(path));
            // What a killed process left behind would send clients to ports that nobody listens on.
            Files.deleteIfExists(path.resolve(ADDRESSES));
            Files.createDirectories(directory.objects());
            return directory;
        } catch (IOException e) {
            throw new CannotStart("can't use the data directory " + path + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        return e instanceof FileAlreadyExistsException exists ? exists.getFile() + " is no folder" : e.toString();
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    Path streams() {
        return path.resolve("streams");
    }

    Path objects() {
        return path.resolve("objects");
    }

    /** Tells where the system is found; readers see all of the file or none. */
    void announce(Map<String, String> addresses) {
        Properties properties = new Properties();
        properties.putAll(addresses);
        Path unfinished = path.resolve(ADDRESSES + ".new");
        try {
            try (Writer writer = Files.newBufferedWriter(unfinished)) {
                properties.store(writer, null);
            }
            Files.move(unfinished, path.resolve(ADDRESSES), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path.resolve(ADDRESSES));
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve("titorelli.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
        }
        channel.close();
        throw new CannotStart("the data directory " + path
                + " is in use by another running system: stop that one or choose another directory");
    }
}
