package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.titorelli.QueueRecord;
import dev.titorelli.QueueRecordKind;
import dev.titorelli.standalone.client.UnreachableException;
import dev.titorelli.standalone.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueOrdersTest {

    private static final String QUEUE = "shapes.tokens-64";

    private final List<QueueRecord> sent = new ArrayList<>();
    private final Deque<JsonNode> shown = new ArrayDeque<>();

    @Test
    void sendsTheOrderUnderTheQueuesName() {
        shown.add(queue(false, 3, true));

        give(QueueOrder.PAUSE, Optional.of("acme"), Duration.ZERO);

        assertThat(sent).singleElement().satisfies(record -> {
            assertThat(record.getKind()).isEqualTo(QueueRecordKind.PAUSE);
            assertThat(record.getQueue()).isEqualTo(QUEUE);
            assertThat(record.getTenant()).isEqualTo("acme");
        });
    }

    @Test
    void looksUntilTheQueueShowsTheOrder() {
        shown.add(queue(false, 3, false));
        shown.add(queue(true, 3, false));

        assertThat(give(QueueOrder.PAUSE, Optional.empty(), Duration.ofMinutes(5)))
                .contains(queue(true, 3, false));
    }

    @Test
    void saysNothingWhenTheQueueDoesNotShowIt() {
        shown.add(queue(false, 3, false));

        assertThat(give(QueueOrder.PURGE, Optional.empty(), Duration.ZERO)).isEmpty();
        assertThat(sent).hasSize(1);
    }

    @Test
    void saysNothingOfAQueueWhoseOwnerIsAway() {
        QueueOrders orders = new QueueOrders(
                sent::add,
                name -> {
                    throw new UnreachableException("nobody", null);
                },
                Clock.systemUTC(),
                Duration.ZERO);

        assertThat(orders.give(QueueOrder.PURGE, QUEUE, Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // order, tenant, queue paused, its jobs, tenant paused, shows
        "PAUSE, , true, 3, false, true",
        "PAUSE, , false, 3, true, false",
        "PAUSE, acme, false, 3, true, true",
        "PAUSE, acme, true, 3, false, false",
        "PAUSE, zoo, false, 3, true, false",
        "RESUME, , false, 3, false, true",
        "RESUME, , false, 3, true, false",
        "RESUME, , true, 3, false, false",
        "RESUME, acme, true, 3, true, true",
        "RESUME, acme, false, 3, true, false",
        "RESUME, zoo, false, 3, true, true",
        "PURGE, , false, 0, false, true",
        "PURGE, , false, 3, false, false",
        "PURGE, acme, false, 3, false, false",
        "PURGE, zoo, false, 3, false, true"
    })
    void knowsWhatAnOrderLooksLike(
            QueueOrder order, String tenant, boolean paused, int jobs, boolean tenantPaused, boolean shows) {
        assertThat(order.shows(queue(paused, jobs, tenantPaused), Optional.ofNullable(tenant)))
                .isEqualTo(shows);
    }

    @ParameterizedTest
    @CsvSource({"y, true", "YES, true", "' yes ', true", "n, false", "'', false", "sure, false"})
    void asksAPersonAndTakesYesForYes(String answer, boolean done) {
        Confirmation confirmation = new Confirmation(
                new Terminal(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), null, 80, false),
                new ByteArrayInputStream((answer + "\n").getBytes(StandardCharsets.UTF_8)));

        if (done) {
            confirmation.require("Really?");
        } else {
            assertThatThrownBy(() -> confirmation.require("Really?")).hasMessage("not done: the answer was not yes");
        }
    }

    private Optional<JsonNode> give(QueueOrder order, Optional<String> tenant, Duration patience) {
        return new QueueOrders(
                        sent::add,
                        name -> shown.isEmpty() ? MissingNode.getInstance() : shown.removeFirst(),
                        Clock.systemUTC(),
                        patience)
                .give(order, QUEUE, tenant);
    }

    private static JsonNode queue(boolean paused, int jobs, boolean tenantPaused) {
        try {
            return new ObjectMapper()
                    .readTree(
                            "{\"queue\":\"%s\",\"paused\":%s,\"jobsWaiting\":%d,\"tenants\":[{\"tenant\":\"acme\",\"jobsWaiting\":%d,\"paused\":%s}]}"
                                    .formatted(QUEUE, paused, jobs, jobs, tenantPaused));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
