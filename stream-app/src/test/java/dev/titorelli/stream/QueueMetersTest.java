package dev.titorelli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Lane;
import dev.titorelli.metrics.ProgramMetrics;
import dev.titorelli.stream.queue.QueueBoard;
import dev.titorelli.stream.queue.QueueReport;
import dev.titorelli.stream.queue.QueueReport.Tenant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueMetersTest {

    private final QueueBoard board = new QueueBoard();
    private final ProgramMetrics metrics = new ProgramMetrics();
    private final QueueMeters meters = new QueueMeters(metrics.registry(), board);

    @AfterEach
    void close() {
        meters.close();
        metrics.close();
    }

    @Test
    void tellsWhatTheBoardTells() {
        publish(tenant("acme", 3, 4_500), tenant("zoo", 0, 0));

        assertThat(lines("titorelli_queue_"))
                .contains(
                        "titorelli_queue_backlog_seconds{lane=\"bulk\",queue=\"mini.tokens-64.bulk\",tenant=\"acme\"}"
                                + " 4.5",
                        "titorelli_queue_waiting{lane=\"bulk\",queue=\"mini.tokens-64.bulk\",tenant=\"acme\"} 3.0",
                        "titorelli_queue_in_flight{lane=\"bulk\",queue=\"mini.tokens-64.bulk\",tenant=\"zoo\"} 2.0",
                        "titorelli_queue_unstarted{lane=\"bulk\",queue=\"mini.tokens-64.bulk\"} 1.0",
                        "titorelli_queue_room{lane=\"bulk\",queue=\"mini.tokens-64.bulk\"} 4.0",
                        "titorelli_queue_workers{lane=\"bulk\",queue=\"mini.tokens-64.bulk\"} 5.0");
    }

    @Test
    void tellsAnEmptyQueueAsZero() {
        publish();

        assertThat(lines("titorelli_queue_waiting")).singleElement().asString().endsWith(" 0.0");
    }

    @Test
    void forgetsAQueueThatIsGone() {
        publish(tenant("acme", 3, 4_500));
        board.removeAll(this);
        meters.refresh();

        assertThat(lines("titorelli_queue_")).isEmpty();
    }

    @Test
    void namesTwentyTenantsAndAddsUpTheOthers() {
        Tenant[] many = new Tenant[50];
        for (int i = 0; i < many.length; i++) {
            many[i] = tenant("t" + i, 1, i);
        }
        publish(many);

        List<String> waiting = lines("titorelli_queue_waiting");
        assertThat(waiting).hasSize(21).anyMatch(line -> line.contains("_others") && line.endsWith(" 30.0"));
        assertThat(waiting).anyMatch(line -> line.contains("tenant=\"t49\""));
    }

    @Test
    void keepsTheNameOfATenantThatHasWork() {
        publish(tenant("small", 1, 1));
        Tenant[] many = new Tenant[50];
        for (int i = 0; i < many.length - 1; i++) {
            many[i] = tenant("t" + i, 1, 1_000 + i);
        }
        many[49] = tenant("small", 1, 1);
        publish(many);

        assertThat(lines("titorelli_queue_waiting")).anyMatch(line -> line.contains("tenant=\"small\""));
    }

    @Test
    void givesThePlaceOfATenantThatHasNoMoreWorkToAnother() {
        List<Tenant> tenants = new ArrayList<>();
        for (int i = 0; i < NamedTenants.PLACES; i++) {
            tenants.add(tenant("t" + i, 1, 1));
        }
        publish(tenants.toArray(Tenant[]::new));
        tenants.set(0, tenant("late", 1, 1));
        publish(tenants.toArray(Tenant[]::new));

        assertThat(lines("titorelli_queue_waiting")).anyMatch(line -> line.contains("tenant=\"late\""));
    }

    private void publish(Tenant... tenants) {
        board.publish(this, new QueueReport("mini.tokens-64.bulk", Lane.BULK, false, 1, 4, 5, List.of(tenants)));
        meters.refresh();
    }

    private static Tenant tenant(String name, int waiting, long backlogMs) {
        return new Tenant(name, waiting, backlogMs, 2, 100, false, 1);
    }

    private List<String> lines(String start) {
        return metrics.scrape().lines().filter(line -> line.startsWith(start)).toList();
    }
}
