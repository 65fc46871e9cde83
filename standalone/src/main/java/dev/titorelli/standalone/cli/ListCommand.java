package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.titorelli.standalone.client.StreamQueries;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.terminal.TextTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Lists requests in falling order of their ids: of submit's own ids the newest first.")
final class ListCommand extends ConnectedCommand {

    private static final int PAGE = 500;

    private final Clock clock;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Whose requests (default: everybody's).")
    private String tenant;

    @Option(
            names = "--state",
            paramLabel = "STATES",
            description = "Only those in one of these states, separated by commas, such as running,queued.")
    private String state;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = SinceOption.class,
            description = "Only those accepted since: 30m, 2h, 7d, or 2026-01-31T12:00:00Z.")
    private SinceOption.Since since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many, 1 to 100000 (default: 50).")
    private int limit;

    @Option(names = "--json", description = "Each request as a line of JSON (docs/http.md).")
    private boolean json;

    ListCommand(Terminal terminal, Clock clock) {
        super(terminal);
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        if (limit < 1 || limit > 100_000) {
            throw new CommandFailed(ExitCode.USAGE, "--limit " + limit + ": allowed is 1 to 100000");
        }
        Found found = find(new StreamQueries(connection.addresses().streams()));
        if (json) {
            found.requests().forEach(request -> terminal.say(request.toString()));
        } else {
            table(found.requests()).forEach(terminal::say);
        }
        if (found.incomplete().isMissingNode()) {
            return ExitCode.OK.code();
        }
        tellIncomplete(found.incomplete());
        return ExitCode.UNREACHABLE.code();
    }

    /** @param incomplete what was not asked; missing when all was */
    private record Found(List<JsonNode> requests, JsonNode incomplete) {}

    private Found find(StreamQueries queries) {
        List<JsonNode> requests = new ArrayList<>();
        Map<String, String> parameters = parameters();
        JsonNode incomplete = MissingNode.getInstance();
        String next = "";
        do {
            parameters.put("limit", Integer.toString(Math.min(PAGE, limit - requests.size())));
            JsonNode page = page(queries, parameters);
            page.path("requests").forEach(requests::add);
            incomplete = page.has("incomplete") ? page.path("incomplete") : incomplete;
            next = page.path("next").asText();
            parameters.put("after", next);
        } while (!next.isEmpty() && requests.size() < limit);
        return new Found(requests, incomplete);
    }

    private static JsonNode page(StreamQueries queries, Map<String, String> parameters) {
        try {
            return queries.list(parameters);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>();
        if (tenant != null) {
            parameters.put("tenant", tenant);
        }
        if (state != null) {
            parameters.put("state", state);
        }
        if (since != null) {
            parameters.put("since", since.instant(clock).toString());
        }
        return parameters;
    }

    private static List<String> table(List<JsonNode> requests) {
        if (requests.isEmpty()) {
            return List.of("no requests");
        }
        TextTable table = new TextTable("request", "state", "images", "accepted", "ended", "model");
        requests.forEach(request -> table.row(
                request.path("tenant").asText() + "/"
                        + request.path("requestId").asText(),
                request.path("state").asText().toLowerCase(Locale.ROOT),
                request.path("jobsDone").asText() + "/" + request.path("jobs").asText(),
                request.path("acceptedAt").asText(),
                request.path("endedAt").asText(),
                request.path("model").asText()));
        return table.lines();
    }

    private void tellIncomplete(JsonNode incomplete) {
        if (json) {
            terminal.say("{\"incomplete\":" + incomplete + "}");
        }
        List<String> reasons = new ArrayList<>();
        incomplete.path("reasons").forEach(reason -> reasons.add(reason.asText()));
        terminal.err()
                .println("titorelli: the list is incomplete, partitions " + incomplete.path("partitions")
                        + " could not be asked"
                        + (reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")") + ": ask again");
    }
}
