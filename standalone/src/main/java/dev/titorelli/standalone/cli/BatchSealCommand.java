package dev.titorelli.standalone.cli;

import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "seal",
        description = "Says that no more requests will come under a batch's name: once all have ended, event.v1 has"
                + " BATCH_COMPLETED.")
final class BatchSealCommand extends ConnectedCommand {

    @Mixin
    private BatchArgument argument = new BatchArgument();

    @Option(
            names = "--expected",
            paramLabel = "N",
            description = "How many requests there are in all (default: those that are known when they have ended).")
    private Long expected;

    BatchSealCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        RequestId batch = argument.batch();
        if (expected != null && expected < 0) {
            throw new CommandFailed(ExitCode.USAGE, "--expected " + expected + ": allowed is 0 and above");
        }
        try (Client client = Client.open(connection.addresses())) {
            client.seal(batch, expected);
        }
        terminal.say("Sealed " + batch);
        return ExitCode.OK.code();
    }
}
