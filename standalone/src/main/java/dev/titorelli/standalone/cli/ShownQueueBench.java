package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.bench.queue.QueueBenchResult;
import dev.titorelli.standalone.bench.queue.QueueBenchResult.Overhead;
import dev.titorelli.standalone.bench.queue.QueueBenchResult.TenantShare;
import dev.titorelli.standalone.bench.queue.QueueBenchResult.Waits;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.terminal.TextTable;
import java.util.List;

/** What {@code bench queue} has measured, for a person. */
record ShownQueueBench(Terminal terminal) {

    void show(List<QueueBenchResult> results) {
        TextTable shares =
                new TextTable("pattern", "tenant", "weight", "jobs", "ideal", "got", "off by", "wait p50/p95/p99");
        results.forEach(result -> result.tenants().forEach(tenant -> row(shares, result.pattern(), tenant)));
        shares.lines().forEach(terminal::say);
        TextTable costs =
                new TextTable("pattern", "idle while jobs wait", "release p50/p99", "CPU us a job", "records");
        results.forEach(result -> row(costs, result));
        costs.lines().forEach(terminal::say);
        results.stream().filter(result -> result.delay() != null).forEach(this::delay);
    }

    private static void row(TextTable table, String pattern, TenantShare share) {
        Waits waits = share.waitMs();
        table.row(
                pattern,
                share.tenant(),
                "%.4g".formatted(share.weight()),
                Integer.toString(share.jobs()),
                "%.2f %%".formatted(100 * share.ideal()),
                "%.2f %%".formatted(100 * share.got()),
                "%+.2f %%".formatted(share.offPercent()),
                "%.2f / %.2f / %.2f s".formatted(waits.p50() / 1e3, waits.p95() / 1e3, waits.p99() / 1e3));
    }

    private static void row(TextTable table, QueueBenchResult result) {
        Overhead overhead = result.overhead();
        table.row(
                result.pattern(),
                "%.2f %%".formatted(100 * result.idle()),
                added(overhead.addedMs()),
                "%.1f".formatted(overhead.cpuMicros()),
                "%.1f".formatted(overhead.records()));
    }

    /** A burst has none that found an idle worker. */
    private static String added(Waits waits) {
        return waits == null ? "" : "%.0f / %.0f ms".formatted(waits.p50(), waits.p99());
    }

    private void delay(QueueBenchResult result) {
        QueueBenchResult.Delay delay = result.delay();
        terminal.say(
                "a single job waits %.2f s alone; the flood delays it by p50 %.2f, p95 %.2f, at most %.2f jobs' time"
                        .formatted(delay.aloneMs().p50() / 1e3, delay.p50(), delay.p95(), delay.max()));
    }
}
