package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.terminal.Terminal;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "queue", description = "Lists the queues of a running system, pauses, resumes and purges them.")
final class QueueCommand implements Runnable, Logging {

    @Spec
    private CommandSpec spec;

    private QueueCommand() {}

    /** With its verbs. */
    static CommandLine whole(Terminal terminal) {
        return new CommandLine(new QueueCommand())
                .addSubcommand(new QueueListCommand(terminal))
                .addSubcommand(new QueuePauseCommand(terminal))
                .addSubcommand(new QueueResumeCommand(terminal))
                .addSubcommand(new QueuePurgeCommand(terminal, System.in));
    }

    @Override
    public Path logFile() {
        return new DataOption().directory().resolve("cli.log");
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: queue list, queue pause, queue resume or queue purge");
    }
}
