package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.client.StreamQueries;
import dev.titorelli.standalone.terminal.Terminal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Lists queues: jobs that wait, their estimated work, jobs in flight, room and workers.")
final class QueueListCommand extends ConnectedCommand {

    @Mixin
    private QueueArgument argument = new QueueArgument();

    @Option(names = "--model", paramLabel = "ALIAS", description = "Only the queues of this model.")
    private String model;

    @Option(names = "--lane", paramLabel = "LANE", description = "Only the queues of this lane: interactive or bulk.")
    private String lane;

    @Option(names = "--json", description = "One line of JSON, as the stream app answers (docs/http.md).")
    private boolean json;

    QueueListCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        Map<String, String> parameters = parameters();
        Optional<String> tenant = argument.tenant();
        StreamQueries queries = new StreamQueries(connection.addresses().streams());
        KnownQueues found = KnownQueues.ask(queries, parameters);
        if (tenant.isPresent()) {
            found.requireTenant(tenant.get());
            parameters.put("tenant", tenant.get());
            found = KnownQueues.ask(queries, parameters);
        }
        if (json) {
            terminal.say(found.document().toString());
        } else {
            QueueTable.lines(found.queues()).forEach(terminal::say);
        }
        found.incomplete().ifPresent(why -> terminal.err().println("titorelli: " + why));
        return (found.incomplete().isEmpty() ? ExitCode.OK : ExitCode.UNREACHABLE).code();
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>();
        argument.queue().ifPresent(queue -> parameters.put("queue", queue));
        if (model != null) {
            parameters.put("model", model);
        }
        if (lane != null) {
            parameters.put("lane", RequestOptions.laneOf(lane).name());
        }
        return parameters;
    }
}
