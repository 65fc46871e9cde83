package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.standalone.terminal.Terminal;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "purge",
        description = "Throws away the jobs that wait: they fail with PURGED. Those that workers have go on.")
final class QueuePurgeCommand extends QueueOrderCommand {

    private final InputStream answers;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    /** @param answers where a person answers */
    QueuePurgeCommand(Terminal terminal, InputStream answers) {
        super(terminal, QueueOrder.PURGE);
        this.answers = answers;
    }

    @Override
    void confirm(List<JsonNode> queues, Optional<String> tenant) {
        long jobs = queues.stream()
                .mapToLong(queue -> QueueOrder.waiting(queue, tenant))
                .sum();
        boolean isSure = queues.stream().allMatch(queue -> queue.has("jobsWaiting"));
        if (!yes && (jobs > 0 || !isSure)) {
            String which =
                    queues.size() == 1 ? what(queues.get(0).path("queue").asText(), tenant) : queues.size() + " queues";
            new Confirmation(terminal, answers)
                    .require("Throw away %s waiting jobs of %s? Their stages fail."
                            .formatted(isSure ? jobs : "all", which));
        }
    }
}
