package dev.titorelli.standalone.workflow;

/** A file that can't be read on from some place. */
final class WorkflowSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    WorkflowSyntaxException(Mark mark, String message) {
        super(message);
        this.problem = new Problem(mark, message);
    }

    Problem problem() {
        return problem;
    }
}
