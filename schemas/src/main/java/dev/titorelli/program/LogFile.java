package dev.titorelli.program;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a process logs: the file that {@code -Dtitorelli.log} names, else one of its own. Has to be chosen before the first logger is
 * made.
 */
public final class LogFile {

    private static final String PROPERTY = "titorelli.log";
    private static final int SIDE_BY_SIDE = 100;

    /** Held until the process ends, however it ends. */
    private static final List<FileChannel> HELD = new ArrayList<>();

    private LogFile() {}

    /**
     * Sends the log to a file, or to one of the same name in the temporary folder when its own folder can't be written; unless the user
     * has chosen one.
     */
    public static void choose(Path file) {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, writable(file).toString());
        }
    }

    /**
     * The same for a program that runs for long, of which several may run side by side: the first logs to {@code stream.log}, say, the
     * second to {@code stream-2.log}, since two that write and roll one file would damage it.
     */
    public static void chooseOwn(Path file) {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, unshared(writable(file)).toString());
        }
    }

    /** The file of a program of its own: in the folder that {@code TITORELLI_DATA} names, else in {@code ~/.titorelli}. */
    public static Path ofProgram(String name) {
        String data = System.getenv("TITORELLI_DATA");
        Path folder =
                data == null || data.isBlank() ? Path.of(System.getProperty("user.home"), ".titorelli") : Path.of(data);
        return folder.resolve(name + ".log");
    }

    /** Where the log goes. */
    public static String path() {
        return System.getProperty(PROPERTY, "(none)");
    }

    /** Whether a file can be written in the nearest folder above it that exists. */
    static boolean canBeMade(Path file) {
        Path folder = file.getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        return folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    }

    /** The first of the file's names that no other process of this machine holds; the file's own where locks can't be had. */
    static Path unshared(Path file) {
        String name = file.getFileName().toString().replaceFirst("[.]log$", "");
        try {
            Files.createDirectories(file.getParent());
            for (int i = 1; i <= SIDE_BY_SIDE; i++) {
                Path candidate = file.resolveSibling(i == 1 ? name + ".log" : name + "-" + i + ".log");
                if (hold(candidate.resolveSibling("." + candidate.getFileName() + ".lock"))) {
                    return candidate;
                }
            }
        } catch (IOException e) {
            return file;
        }
        return file;
    }

    private static synchronized boolean hold(Path lock) throws IOException {
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                HELD.add(channel);
                return true;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
        }
        channel.close();
        return false;
    }

    private static Path writable(Path file) {
        Path wished = file.toAbsolutePath().normalize();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "titorelli-" + wished.getFileName());
        return canBeMade(wished) ? wished : temporary;
    }
}
