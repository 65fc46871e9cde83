package dev.titorelli.standalone.workflow;

import dev.titorelli.GenerationRequest;
import java.util.List;

/**
 * A file as it was read. The request is of use only when there are no problems and the rules have none either.
 *
 * @param title what the file calls itself; its name where it does not
 * @param isNewId whether nobody said the request's id, so that it can't have been used before
 * @param request with every field that could be read
 * @param marks where the request's fields stand
 * @param files input pictures that have to be stored before the request is sent
 * @param problems what is wrong in the file itself, in its order
 */
public record Workflow(
        String title,
        boolean isNewId,
        GenerationRequest request,
        FieldMarks marks,
        InputFiles files,
        List<Problem> problems) {

    public Workflow {
        problems = List.copyOf(problems);
    }
}
