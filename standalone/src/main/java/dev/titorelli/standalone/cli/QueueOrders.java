package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.titorelli.QueueRecord;
import dev.titorelli.standalone.client.UnreachableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Gives queues an operator's order and looks until they show it.
 *
 * @param send returns once Kafka has the order
 * @param look a queue of {@code /backlog} by its name; missing when nobody tells of it
 */
record QueueOrders(Consumer<QueueRecord> send, Function<String, JsonNode> look, Clock clock, Duration patience) {

    private static final Duration PAUSE = Duration.ofMillis(300);

    /**
     * Sends an order to one queue.
     *
     * @param tenant empty for all
     * @return the queue as it shows the order; empty when it has not shown it within the patience: the order is in Kafka all
     *     the same
     */
    Optional<JsonNode> give(QueueOrder order, String queue, Optional<String> tenant) {
        send.accept(QueueRecord.newBuilder()
                .setKind(order.kind())
                .setQueue(queue)
                .setTenant(tenant.orElse(""))
                .setReason("an operator's order")
                .setAt(clock.instant())
                .build());
        Instant deadline = clock.instant().plus(patience);
        do {
            Optional<JsonNode> shown = look(queue).filter(found -> order.shows(found, tenant));
            if (shown.isPresent()) {
                return shown;
            }
        } while (waited() && clock.instant().isBefore(deadline));
        return Optional.empty();
    }

    private Optional<JsonNode> look(String queue) {
        try {
            return Optional.of(look.apply(queue)).filter(found -> !found.isMissingNode());
        } catch (UnreachableException e) { // the order is sent, whoever answers
            return Optional.empty();
        }
    }

    private static boolean waited() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
