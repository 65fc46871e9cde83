package dev.titorelli.standalone.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the log goes: never to the terminal. Must be chosen before the first logger is made. */
final class LogFile {

    private static final String PROPERTY = "titorelli.log";

    private LogFile() {}

    /**
     * Sends the log to a file, or to one of the same name in the temporary folder when its own folder can't be written;
     * unless the user has chosen one with {@code -Dtitorelli.log}.
     */
    static void choose(Path file) {
        if (System.getProperty(PROPERTY) == null) {
            Path wished = file.toAbsolutePath().normalize();
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "titorelli-" + wished.getFileName());
            System.setProperty(PROPERTY, (canBeMade(wished) ? wished : temporary).toString());
        }
    }

    /** Whether a file can be written in the nearest folder above it that exists. */
    static boolean canBeMade(Path file) {
        Path folder = file.getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        return folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    }

    static String path() {
        return System.getProperty(PROPERTY, "(none)");
    }

    /** A command that says where its log goes. */
    interface Chosen {
        Path logFile();
    }
}
