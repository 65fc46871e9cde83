package dev.titorelli.standalone;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.standalone.embedded.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * The directory of one running system, held by a lock that the operating system takes back when the process ends,
 * however it ends.
 */
final class DataDirectory implements AutoCloseable {

    private final Path path;
    private final FileChannel lock;
    private final Announcement announcement;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
        this.announcement = Announcement.in(path);
    }

    /** @throws CannotStart when it can't be made or another process holds it */
    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            DataDirectory directory = new DataDirectory(path, lock(path));
            directory.announcement.withdraw();
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

    /** What later starts need not find out again about a model. */
    Path kept() {
        return path.resolve("kept");
    }

    /** File of the drawn secret of the S3 server's access key. */
    Path s3SecretKey() {
        return path.resolve("s3-secret-key");
    }

    /** Starts to serve the objects as S3. */
    S3Server serve(S3Door door) {
        return S3Server.start(path.resolve("s3"), objects(), door.port(), door.accessKey(this));
    }

    /**
     * Tells where the system is found, to the clients on this machine and, as settings, to programs.
     *
     * @return the file of settings
     */
    Path announce(Map<String, String> addresses, Optional<ServedObjects> s3) {
        announcement.make(addresses, s3.map(served -> served.settings(this)).orElse(Map.of()));
        return announcement.settings();
    }

    @Override
    public void close() {
        try {
            announcement.withdraw();
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
