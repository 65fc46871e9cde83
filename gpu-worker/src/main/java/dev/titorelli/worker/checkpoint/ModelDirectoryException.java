package dev.titorelli.worker.checkpoint;

import java.nio.file.Path;
import java.util.List;

/** A model or adapter directory that can't be opened. The message lists all problems: file, tensor or key, expected, found. */
public final class ModelDirectoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /**
     * A model's directory.
     *
     * @param problems one sentence each
     */
    public ModelDirectoryException(Path directory, List<String> problems) {
        this("model", directory, problems);
    }

    private ModelDirectoryException(String what, Path directory, List<String> problems) {
        super("the " + what + " directory " + directory + " can't be opened:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** An adapter's directory. */
    public static ModelDirectoryException ofAdapter(Path directory, List<String> problems) {
        return new ModelDirectoryException("adapter", directory, problems);
    }

    /** One sentence each. */
    public List<String> problems() {
        return problems;
    }
}
