package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.identity.RequestId;
import dev.titorelli.standalone.client.StreamQueries;
import dev.titorelli.standalone.terminal.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "status", description = "Tells how many requests of a batch have ended, and how.")
final class BatchStatusCommand extends ConnectedCommand {

    private static final List<String> ENDS = List.of("completed", "failed", "rejected", "cancelled", "expired");

    @Mixin
    private BatchArgument argument = new BatchArgument();

    @Option(names = "--json", description = "One line of JSON, as the stream app answers (docs/http.md).")
    private boolean json;

    BatchStatusCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        RequestId batch = argument.batch();
        JsonNode found = new StreamQueries(connection.addresses().streams())
                .batch(batch)
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.NOT_FOUND,
                        "there is no batch " + batch
                                + ": no request came with this label, or its counters were forgotten"));
        terminal.say(json ? found.toString() : words(batch, found));
        return ExitCode.OK.code();
    }

    private static String words(RequestId batch, JsonNode found) {
        String ends = ENDS.stream()
                .filter(end -> found.path(end).asLong() > 0)
                .map(end -> ", " + found.path(end).asLong() + " " + end)
                .collect(Collectors.joining());
        return "%s %s: %d requests%s, %d unfinished%s; %d images"
                .formatted(
                        batch,
                        found.path("state").asText().toLowerCase(Locale.ROOT),
                        found.path("requests").asLong(),
                        found.has("expected") ? " of " + found.path("expected").asLong() : "",
                        found.path("unfinished").asLong(),
                        ends,
                        found.path("images").asLong());
    }
}
