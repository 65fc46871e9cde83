package dev.titorelli.standalone.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The checkpoint to paint with. */
final class ModelOption {

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Folder of an OmniGen checkpoint (default: TITORELLI_MODEL, else the shipped models/shapes).")
    private Path given;

    /** @throws CommandFailed when there is no such folder */
    Path directory() {
        return orDefault(given);
    }

    /**
     * A folder that was given in another way, or the default.
     *
     * @throws CommandFailed when there is no such folder
     */
    static Path orDefault(Path given) {
        Path chosen = given != null ? given : otherwise();
        if (!Files.isDirectory(chosen)) {
            throw new CommandFailed(ExitCode.CANNOT_START, "no model folder " + chosen.toAbsolutePath());
        }
        return chosen;
    }

    /** The checkpoint that comes with the product; the launcher says where the product lies. */
    static Path shipped() {
        return Path.of(System.getProperty("titorelli.home", "."), "models", "shapes");
    }

    private static Path otherwise() {
        String fromEnvironment = System.getenv("TITORELLI_MODEL");
        return fromEnvironment == null || fromEnvironment.isBlank() ? shipped() : Path.of(fromEnvironment);
    }
}
