package dev.titorelli.standalone.cli;

import dev.titorelli.Event;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.client.LateWatch;
import dev.titorelli.standalone.client.StreamQueries;
import dev.titorelli.standalone.terminal.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "watch",
        description = "Shows where a request stands and what becomes of it, until it has ended.",
        footer = {"", "The exit code tells how it ended. Interrupting it does not stop the request."})
final class WatchCommand extends ConnectedCommand {

    private final Clock clock;

    @Mixin
    private RequestArgument argument = new RequestArgument();

    @Option(names = "--json", description = "Print nothing but the request's events from the newest on, as JSON lines.")
    private boolean json;

    @Option(
            names = "--previews",
            paramLabel = "DIR",
            description = "Copy previews here as they come; else their keys are told.")
    private Path previews;

    WatchCommand(Terminal terminal, Clock clock) {
        super(terminal);
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        RequestId request = argument.request();
        Addresses addresses = connection.addresses();
        StreamQueries queries = new StreamQueries(addresses.streams());
        try (Client client = Client.open(addresses);
                LateWatch watch = new LateWatch(client.follow(), queries, request, clock)) {
            if (!watch.begin()) {
                throw RequestArgument.unknown(request);
            }
            PreviewCopies copies = PreviewCopies.to(previews, addresses);
            String cancel = "./titorelli cancel%s %s".formatted(connection.data.asOption(), request);
            Event end = InterruptionNote.during(
                    () -> json
                            ? new JsonWait(terminal, copies).untilEnd(watch, request)
                            : new ShownWait(terminal, copies, new StageLines(queries, clock)).untilEnd(watch, request),
                    terminal,
                    cancel);
            if (!json) {
                new EndReport(terminal).print(end, List.of());
            }
            return ExitCode.of(end.getKind()).code();
        }
    }
}
