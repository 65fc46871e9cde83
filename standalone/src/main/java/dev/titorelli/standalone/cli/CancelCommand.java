package dev.titorelli.standalone.cli;

import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "cancel", description = "Asks a running system to cancel a request. One that has ended stays as it is.")
final class CancelCommand extends ConnectedCommand {

    @Mixin
    private RequestArgument argument = new RequestArgument();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Returned in the cancelled event.")
    private String reason;

    CancelCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        RequestId request = argument.request();
        try (Client client = Client.open(connection.addresses())) {
            client.cancel(request, reason);
        }
        terminal.say("Asked for " + request + " to be cancelled");
        return ExitCode.OK.code();
    }
}
