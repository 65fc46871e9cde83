package dev.titorelli.stream;

import dev.titorelli.metrics.MetricKey;
import dev.titorelli.metrics.MetricKeys;
import dev.titorelli.stream.queue.QueueBoard;
import dev.titorelli.stream.queue.QueueReport;
import dev.titorelli.stream.queue.QueueReport.Tenant;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges of the queues that this instance owns. Series come and go with queues and tenants, so they are made anew from the
 * board every second. Some tenants have series of their own, the others one for all of them.
 */
final class QueueMeters implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(QueueMeters.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final QueueBoard board;
    private final NamedTenants named = new NamedTenants();
    private final MultiGauge waiting;
    private final MultiGauge backlog;
    private final MultiGauge inFlight;
    private final MultiGauge unstarted;
    private final MultiGauge room;
    private final MultiGauge workers;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "queue-meters");
        created.setDaemon(true);
        return created;
    });

    QueueMeters(MeterRegistry meters, QueueBoard board) {
        this.board = board;
        this.waiting = gauge(meters, MetricKeys.QUEUE_WAITING);
        this.backlog = gauge(meters, MetricKeys.QUEUE_BACKLOG);
        this.inFlight = gauge(meters, MetricKeys.QUEUE_IN_FLIGHT);
        this.unstarted = gauge(meters, MetricKeys.QUEUE_UNSTARTED);
        this.room = gauge(meters, MetricKeys.QUEUE_ROOM);
        this.workers = gauge(meters, MetricKeys.QUEUE_WORKERS);
    }

    /** Begins to follow the board. */
    void start() {
        var unused = thread.scheduleWithFixedDelay(this::follow, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void follow() {
        try {
            refresh();
        } catch (RuntimeException e) { // which would end the following without a word
            log.atWarn().setCause(e).log("could not make the gauges of the queues");
        }
    }

    /** Makes the gauges say what the board says now. For one thread. */
    void refresh() {
        List<QueueReport> reports = board.reports();
        named.choose(reports);
        waiting.register(byTenant(reports, Tenant::waiting), true);
        backlog.register(byTenant(reports, tenant -> tenant.backlogMs() / 1000.0), true);
        inFlight.register(byTenant(reports, Tenant::inFlight), true);
        unstarted.register(byQueue(reports, QueueReport::unstarted), true);
        room.register(byQueue(reports, QueueReport::room), true);
        workers.register(byQueue(reports, QueueReport::liveWorkers), true);
    }

    private List<Row<?>> byTenant(List<QueueReport> reports, ToDoubleFunction<Tenant> value) {
        List<Row<?>> rows = new ArrayList<>();
        for (QueueReport report : reports) {
            // An empty queue says 0 instead of nothing.
            Map<String, Double> sums = new TreeMap<>(Map.of(NamedTenants.OTHERS, 0.0));
            report.tenants()
                    .forEach(tenant ->
                            sums.merge(named.label(tenant.tenant()), value.applyAsDouble(tenant), Double::sum));
            sums.forEach((tenant, sum) -> rows.add(Row.of(tags(report).and("tenant", tenant), sum)));
        }
        return rows;
    }

    private static List<Row<?>> byQueue(List<QueueReport> reports, ToDoubleFunction<QueueReport> value) {
        List<Row<?>> rows = new ArrayList<>();
        reports.forEach(report -> rows.add(Row.of(tags(report), value.applyAsDouble(report))));
        return rows;
    }

    private static Tags tags(QueueReport report) {
        return Tags.of("queue", report.queue(), "lane", report.lane().name().toLowerCase(Locale.ROOT));
    }

    private static MultiGauge gauge(MeterRegistry meters, MetricKey key) {
        return MultiGauge.builder(key.name()).register(meters);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
