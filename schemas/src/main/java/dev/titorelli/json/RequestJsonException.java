package dev.titorelli.json;

import java.util.List;
import java.util.stream.Collectors;

/** JSON that is no request, with everything that is wrong in it. */
public final class RequestJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    RequestJsonException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All problems, in the order of the text. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * One thing that is wrong.
     *
     * @param path the field, such as {@code stages[0].size.widthPx}; empty for the text as a whole
     * @param message what is wrong with it, what was found, what is expected
     */
    public record Problem(String path, String message) {

        @Override
        public String toString() {
            return path.isEmpty() ? message : path + ": " + message;
        }
    }
}
