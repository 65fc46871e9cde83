package dev.titorelli.standalone.cli;

import dev.titorelli.program.LogFile;
import java.nio.file.Path;

/** A command that says where its log goes: never to the terminal. */
interface Logging {

    Path logFile();

    /** Whether it runs for long, beside others of its kind. */
    default boolean runsBesideOthers() {
        return false;
    }

    /** Sends the log there. */
    default void chooseLog() {
        if (runsBesideOthers()) {
            LogFile.chooseOwn(logFile());
        } else {
            LogFile.choose(logFile());
        }
    }
}
