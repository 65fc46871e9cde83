package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.terminal.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "dlq", description = "Looks at what could not be read or done, and sends requests again.")
final class DlqCommand implements Runnable, Logging {

    @Spec
    private CommandSpec spec;

    private DlqCommand() {}

    /** With its verbs. */
    static CommandLine whole(Terminal terminal, Clock clock) {
        return new CommandLine(new DlqCommand())
                .addSubcommand(new DlqListCommand(terminal, clock))
                .addSubcommand(new DlqShowCommand(terminal))
                .addSubcommand(new DlqReplayCommand(terminal, clock));
    }

    @Override
    public Path logFile() {
        return new DataOption().directory().resolve("cli.log");
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: dlq list, dlq show or dlq replay");
    }
}
