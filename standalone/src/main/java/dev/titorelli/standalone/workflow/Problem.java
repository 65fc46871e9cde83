package dev.titorelli.standalone.workflow;

/**
 * One thing that is wrong in a file.
 *
 * @param mark where
 * @param message what is wrong, what was found, what is allowed
 */
public record Problem(Mark mark, String message) {

    /** {@code 12:5: message}. */
    @Override
    public String toString() {
        return mark + ": " + message;
    }
}
