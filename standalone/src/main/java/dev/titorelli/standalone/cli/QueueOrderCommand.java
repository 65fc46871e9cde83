package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.client.StreamQueries;
import dev.titorelli.standalone.terminal.Terminal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A verb that tells queues something: checks what is meant, sends it, and waits until it shows. */
abstract sealed class QueueOrderCommand extends ConnectedCommand
        permits QueuePauseCommand, QueueResumeCommand, QueuePurgeCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final QueueOrder order;

    @Mixin
    QueueArgument argument = new QueueArgument();

    @Option(names = "--all", description = "Every queue; needed where neither QUEUE nor --tenant is given.")
    boolean all;

    @Option(names = "--json", description = "A line of JSON for each queue.")
    boolean json;

    QueueOrderCommand(Terminal terminal, QueueOrder order) {
        super(terminal);
        this.order = order;
    }

    /** Makes sure that this is meant. */
    void confirm(List<JsonNode> queues, Optional<String> tenant) {}

    /** Whether a tenant without jobs may be meant. */
    boolean takesUnseenTenants() {
        return false;
    }

    @Override
    public final Integer call() throws Exception {
        Optional<String> queue = argument.queue();
        Optional<String> tenant = argument.tenant();
        requireClear(queue, tenant);
        Addresses addresses = connection.addresses();
        StreamQueries queries = new StreamQueries(addresses.streams());
        KnownQueues known = KnownQueues.ask(queries, queue);
        if (tenant.isPresent() && !takesUnseenTenants()) {
            known.requireTenant(tenant.get());
        }
        List<JsonNode> meant = meant(known, queue, tenant);
        confirm(meant, tenant);
        if (meant.isEmpty() && !json) {
            terminal.say("Nothing to " + order.verb());
        }
        try (Client client = Client.open(addresses)) {
            QueueOrders orders = new QueueOrders(
                    client::order,
                    name -> KnownQueues.ask(queries, Optional.of(name)).queue(name),
                    Clock.systemUTC(),
                    PATIENCE);
            meant.forEach(one -> tell(one, tenant, orders));
        }
        known.incomplete().ifPresent(why -> terminal.err().println("titorelli: " + why));
        return (known.incomplete().isEmpty() ? ExitCode.OK : ExitCode.UNREACHABLE).code();
    }

    private void requireClear(Optional<String> queue, Optional<String> tenant) {
        if (queue.isEmpty() && tenant.isEmpty() && !all) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "say which: a QUEUE, --tenant NAME in all queues, or --all for everything; queue list shows them");
        }
        if (queue.isPresent() && all) {
            throw new CommandFailed(ExitCode.USAGE, "give either QUEUE or --all");
        }
    }

    /** A queue that nobody tells of now, because its owner is away, is meant all the same. */
    private List<JsonNode> meant(KnownQueues known, Optional<String> queue, Optional<String> tenant) {
        if (queue.isPresent()) {
            JsonNode found = known.queue(queue.get());
            return List.of(
                    found.isMissingNode()
                            ? JsonNodeFactory.instance.objectNode().put("queue", queue.get())
                            : found);
        }
        return known.queues().stream()
                .filter(one -> order == QueueOrder.PAUSE || !order.shows(one, tenant))
                .toList();
    }

    private void tell(JsonNode before, Optional<String> tenant, QueueOrders orders) {
        String queue = before.path("queue").asText();
        Optional<JsonNode> shown = orders.give(order, queue, tenant);
        long waited = QueueOrder.waiting(before, tenant);
        long waiting = shown.map(after -> QueueOrder.waiting(after, tenant)).orElse(waited);
        if (json) {
            ObjectNode line = JsonNodeFactory.instance
                    .objectNode()
                    .put("order", order.verb())
                    .put("queue", queue);
            tenant.ifPresent(name -> line.put("tenant", name));
            terminal.say(line.put("shown", shown.isPresent())
                    .put("jobsWaitingBefore", waited)
                    .put("jobsWaiting", waiting)
                    .toString());
        } else if (shown.isPresent()) {
            boolean still =
                    order == QueueOrder.RESUME && shown.get().path("paused").asBoolean();
            terminal.say("%s %s: %s%s"
                    .formatted(
                            order.done(),
                            what(queue, tenant),
                            jobs(waited, waiting),
                            still ? "; the queue itself is paused" : ""));
        } else {
            terminal.say("Sent %s for %s; it did not show within %d s. queue list tells later"
                    .formatted(order.verb(), what(queue, tenant), PATIENCE.toSeconds()));
        }
    }

    private String jobs(long before, long now) {
        return order == QueueOrder.PURGE ? before + " jobs waited, none does" : now + " jobs wait";
    }

    static String what(String queue, Optional<String> tenant) {
        return tenant.map(name -> "tenant " + name + " in " + queue).orElse(queue);
    }
}
