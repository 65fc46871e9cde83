package dev.titorelli.standalone.cli;

import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.QueriedRequest;
import dev.titorelli.standalone.client.StreamQueries;
import dev.titorelli.standalone.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "status", description = "Tells where a request stands: its stages, jobs, pictures and what went wrong.")
final class StatusCommand implements Callable<Integer>, Logging {

    private final Terminal terminal;

    @Mixin
    private RequestArgument argument = new RequestArgument();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--json", description = "One line of JSON, as the stream app answers (docs/http.md).")
    private boolean json;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Path logFile() {
        return connection.data.directory().resolve("cli.log");
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
