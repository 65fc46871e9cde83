package dev.titorelli.standalone.cli;

import dev.titorelli.worker.checkpoint.KeptFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The folder in which a system keeps everything and tells where it is. */
final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder (default: TITORELLI_DATA, else ~/.titorelli).")
    private Path given;

    Path directory() {
        if (given != null) {
            return given;
        }
        String fromEnvironment = System.getenv("TITORELLI_DATA");
        return fromEnvironment == null || fromEnvironment.isBlank()
                ? Path.of(System.getProperty("user.home"), ".titorelli")
                : Path.of(fromEnvironment);
    }

    /** What later starts need not find out again about a model. */
    KeptFolder kept() {
        return KeptFolder.at(directory().resolve("kept"));
    }

    /** What another verb needs to be told to find the same folder; empty when it looks there anyway. */
    String asOption() {
        return given == null ? "" : " --data " + given;
    }
}
