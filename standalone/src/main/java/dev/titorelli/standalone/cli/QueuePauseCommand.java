package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "pause",
        description =
                "Releases no more jobs of a queue, or of a tenant, until queue resume. Those that workers have go on.")
final class QueuePauseCommand extends QueueOrderCommand {

    @Option(names = "--unseen", description = "Also a tenant that has no jobs there yet.")
    private boolean unseen;

    QueuePauseCommand(Terminal terminal) {
        super(terminal, QueueOrder.PAUSE);
    }

    @Override
    boolean takesUnseenTenants() {
        return unseen;
    }
}
