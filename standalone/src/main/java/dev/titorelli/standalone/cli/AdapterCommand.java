package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.terminal.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "adapter",
        description = "Adds LoRA adapters to the catalogue of a running system, lists and removes them.")
final class AdapterCommand implements Runnable, Logging {

    @Spec
    private CommandSpec spec;

    private AdapterCommand() {}

    /** With its verbs. */
    static CommandLine whole(Terminal terminal, Clock clock) {
        return new CommandLine(new AdapterCommand())
                .addSubcommand(new AdapterAddCommand(terminal, clock))
                .addSubcommand(new AdapterListCommand(terminal))
                .addSubcommand(new AdapterRemoveCommand(terminal));
    }

    @Override
    public Path logFile() {
        return new DataOption().directory().resolve("cli.log");
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: adapter add, adapter list or adapter remove");
    }
}
