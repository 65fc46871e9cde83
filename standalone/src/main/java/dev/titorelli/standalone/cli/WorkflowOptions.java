package dev.titorelli.standalone.cli;

import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.workflow.Wishes;
import dev.titorelli.standalone.workflow.Workflow;
import dev.titorelli.standalone.workflow.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The file of a workflow, and what is said beside it. */
final class WorkflowOptions {

    @Parameters(paramLabel = "FILE.yaml", description = "The workflow; docs/workflows tells how to write one.")
    Path file;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A variable's value instead of the file's; as often as needed.")
    Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Whose request it is (default: the file's, else local).")
    String tenant;

    @Option(names = "--id", paramLabel = "ID", description = "The request's id (default: the file's, else a new one).")
    String id;

    /**
     * Reads the file; what is wrong in it is among its problems.
     *
     * @throws CommandFailed when it is too large or no text, or --tenant or --id can't be one
     */
    Workflow read(Clock clock) throws IOException {
        try {
            new RequestId(tenant == null ? "local" : tenant, id == null ? "any" : id);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
        if (Files.isRegularFile(file) && Files.size(file) > WorkflowReader.MAX_BYTES) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "%s has %d bytes: allowed are %d".formatted(file, Files.size(file), WorkflowReader.MAX_BYTES));
        }
        Wishes wishes = new Wishes(set, tenant, id, NewRequestId.at(clock));
        return WorkflowReader.read(GivenFile.text(file), file, wishes, clock.instant());
    }
}
