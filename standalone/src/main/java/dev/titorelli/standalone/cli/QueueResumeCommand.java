package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.terminal.Terminal;
import picocli.CommandLine.Command;

@Command(
        name = "resume",
        description = "Ends a pause: of a queue with those of all its tenants, or of one tenant alone.")
final class QueueResumeCommand extends QueueOrderCommand {

    QueueResumeCommand(Terminal terminal) {
        super(terminal, QueueOrder.RESUME);
    }
}
