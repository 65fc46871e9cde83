package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.terminal.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "workflow", description = "Checks and runs a chain of stages that a file of YAML describes.")
final class WorkflowCommand implements Runnable, Logging {

    @Spec
    private CommandSpec spec;

    private WorkflowCommand() {}

    /** With its verbs. */
    static CommandLine whole(Terminal terminal, Clock clock) {
        return new CommandLine(new WorkflowCommand())
                .addSubcommand(new WorkflowCheckCommand(terminal, clock))
                .addSubcommand(new WorkflowRunCommand(terminal, clock));
    }

    @Override
    public Path logFile() {
        return new DataOption().directory().resolve("cli.log");
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: workflow check or workflow run");
    }
}
