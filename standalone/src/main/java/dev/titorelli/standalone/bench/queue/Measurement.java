package dev.titorelli.standalone.bench.queue;

import dev.titorelli.standalone.bench.queue.JobLog.Entry;
import dev.titorelli.standalone.bench.queue.QueueBenchResult.Overhead;
import dev.titorelli.standalone.bench.queue.QueueBenchResult.TenantShare;
import dev.titorelli.standalone.bench.queue.QueueBenchResult.Waits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run of a plan has told.
 *
 * @param cpuMicros processor time a job
 * @param records of the stream app a job
 */
record Measurement(ArrivalPlan plan, JobLog log, double idle, double cpuMicros, double records) {

    QueueBenchResult result(QueueBenchWish wish) {
        List<Entry> started = log.started();
        List<Entry> measured = plan.pattern() == ArrivalPattern.BURST
                ? started.subList(0, Math.min(started.size(), plan.measured()))
                : started;
        return new QueueBenchResult(
                plan.pattern().word(), started.size(), tenants(wish, measured), idle, overhead(started), null);
    }

    /** Waits of the tenants that do not flood. */
    Waits singleWaits(String flooding) {
        return waits(log.started().stream()
                .filter(entry -> !entry.tenant.equals(flooding))
                .toList());
    }

    private List<TenantShare> tenants(QueueBenchWish wish, List<Entry> measured) {
        Map<String, Double> asked = new LinkedHashMap<>();
        plan.arrivals()
                .forEach(
                        arrival -> asked.merge(arrival.tenant(), arrival.jobs() * arrival.deviceMs(wish), Double::sum));
        double all = measured.stream().mapToDouble(entry -> entry.deviceMs).sum();
        Map<String, Double> ideal = IdealShares.of(asked, wish.tenants(), all);
        Map<String, List<Entry>> byTenant = measured.stream().collect(Collectors.groupingBy(entry -> entry.tenant));
        return wish.tenants().byTenant().entrySet().stream()
                .map(weight -> {
                    List<Entry> own = byTenant.getOrDefault(weight.getKey(), List.of());
                    double got =
                            own.stream().mapToDouble(entry -> entry.deviceMs).sum();
                    return new TenantShare(
                            weight.getKey(),
                            weight.getValue(),
                            own.size(),
                            ideal.getOrDefault(weight.getKey(), 0.0) / all,
                            got / all,
                            waits(own));
                })
                .toList();
    }

    private Overhead overhead(List<Entry> started) {
        if (plan.pattern() == ArrivalPattern.BURST) {
            return new Overhead(null, cpuMicros, records);
        }
        double[] added = started.stream()
                .filter(entry -> entry.freely)
                .mapToDouble(Entry::releaseMs)
                .toArray();
        return new Overhead(Waits.of(added), cpuMicros, records);
    }

    private static Waits waits(List<Entry> entries) {
        return Waits.of(entries.stream().mapToDouble(Entry::waitMs).toArray());
    }
}
