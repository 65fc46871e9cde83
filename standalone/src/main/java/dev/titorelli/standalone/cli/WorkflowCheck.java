package dev.titorelli.standalone.cli;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.workflow.Plan;
import dev.titorelli.standalone.workflow.Problem;
import dev.titorelli.standalone.workflow.Workflow;
import dev.titorelli.standalone.workflow.WorkflowRules;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Holds a workflow against the rules and prints what is wrong as {@code FILE:LINE:COLUMN: message}. */
final class WorkflowCheck {

    private final Terminal terminal;
    private final Path file;

    WorkflowCheck(Terminal terminal, Path file) {
        this.terminal = terminal;
        this.file = file;
    }

    /**
     * The plan of a workflow that nothing is wrong with.
     *
     * @throws CommandFailed when something is wrong, which has been printed: with 2 for the file itself, with 3 for the rules alone
     */
    Plan plan(Workflow workflow, WorkflowRules rules, Clock clock) {
        List<Problem> problems = new ArrayList<>(workflow.problems());
        problems.addAll(rules.problems(workflow, clock.instant()));
        problems.sort(Comparator.comparing(Problem::mark));
        Optional<CatalogueEntry> model = rules.model(workflow.request());
        if (!problems.isEmpty() || model.isEmpty()) {
            print(problems);
            boolean isTheFile = !workflow.problems().isEmpty();
            throw new CommandFailed(
                    isTheFile ? ExitCode.USAGE : ExitCode.REJECTED,
                    "%d %s in %s; nothing was sent"
                            .formatted(problems.size(), problems.size() == 1 ? "problem" : "problems", file));
        }
        return Plan.of(workflow.request(), model.get());
    }

    void print(List<Problem> problems) {
        problems.forEach(problem -> terminal.err().println(file + ":" + problem));
    }
}
