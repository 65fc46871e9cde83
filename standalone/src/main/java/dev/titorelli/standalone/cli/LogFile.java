package dev.titorelli.standalone.cli;

import java.nio.file.Path;

/** Where the log goes: never to the terminal. Must be chosen before the first logger is made. */
final class LogFile {

    private static final String PROPERTY = "titorelli.log";

    private LogFile() {}

    /** Sends the log to a file, unless the user has chosen one with {@code -Dtitorelli.log}. */
    static void choose(Path file) {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, file.toAbsolutePath().toString());
        }
    }

    static String path() {
        return System.getProperty(PROPERTY, "(none)");
    }

    /** A command that says where its log goes. */
    interface Chosen {
        Path logFile();
    }
}
