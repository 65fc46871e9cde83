package dev.titorelli.worker.model;

import java.nio.file.Path;
import java.util.List;

/** A model directory that can't be opened. The message lists all problems: file, tensor or key, expected, found. */
public final class ModelDirectoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    ModelDirectoryException(Path directory, List<String> problems) {
        super("the model directory " + directory + " can't be opened:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each. */
    public List<String> problems() {
        return problems;
    }
}
