package dev.titorelli.standalone.cli;

import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.QueriedRequest;
import dev.titorelli.standalone.client.StreamQueries;
import dev.titorelli.standalone.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "status", description = "Tells where a request stands: its stages, jobs, pictures and what went wrong.")
final class StatusCommand extends ConnectedCommand {

    @Mixin
    private RequestArgument argument = new RequestArgument();

    @Option(names = "--json", description = "One line of JSON, as the stream app answers (docs/http.md).")
    private boolean json;

    StatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        RequestId request = argument.request();
        QueriedRequest found = new StreamQueries(connection.addresses().streams())
                .find(request)
                .orElseThrow(() -> RequestArgument.unknown(request));
        if (json) {
            terminal.say(found.document().toString());
        } else {
            new StatusReport(terminal).print(found);
        }
        return ExitCode.OK.code();
    }
}
