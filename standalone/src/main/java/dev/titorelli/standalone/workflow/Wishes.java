package dev.titorelli.standalone.workflow;

import java.util.Map;

/**
 * What is said beside a file of a workflow.
 *
 * @param variables values instead of the file's own
 * @param tenant instead of the file's; null for that
 * @param id instead of the file's; null for that
 * @param otherwise id when neither says one
 */
public record Wishes(Map<String, String> variables, String tenant, String id, String otherwise) {

    public Wishes {
        variables = Map.copyOf(variables);
    }
}
