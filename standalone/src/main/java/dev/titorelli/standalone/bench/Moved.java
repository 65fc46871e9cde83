package dev.titorelli.standalone.bench;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Records that the clients of a Kafka Streams application have moved, by their own count: transaction markers are none.
 *
 * @param read by its consumers
 * @param written by its producers, changelogs among them
 * @param changelogged of those, to changelogs
 * @param bytes of what was written, as it lay in its batches
 * @param cpuSeconds of this whole process: what sends, answers and looks on, and an embedded broker, among it
 */
record Moved(double read, double written, double changelogged, double bytes, double cpuSeconds) {

    static Moved of(Map<MetricName, ? extends Metric> metrics) {
        return new Moved(
                sum(metrics, "consumer-fetch-manager-metrics", "records-consumed-total", Moved::isWholeClients),
                sum(metrics, "producer-metrics", "record-send-total", Moved::isWholeClients),
                sum(metrics, "producer-topic-metrics", "record-send-total", Moved::isChangelog),
                sum(metrics, "producer-topic-metrics", "byte-total", name -> true),
                ProcessHandle.current()
                                .info()
                                .totalCpuDuration()
                                .orElse(Duration.ZERO)
                                .toNanos()
                        / 1e9);
    }

    Moved since(Moved before) {
        return new Moved(
                read - before.read,
                written - before.written,
                changelogged - before.changelogged,
                bytes - before.bytes,
                cpuSeconds - before.cpuSeconds);
    }

    double records() {
        return read + written;
    }

    int bytesARecord() {
        return (int) Math.round(bytes / written);
    }

    private static double sum(
            Map<MetricName, ? extends Metric> metrics, String group, String name, Predicate<MetricName> wanted) {
        return metrics.entrySet().stream()
                .filter(entry -> entry.getKey().group().equals(group)
                        && entry.getKey().name().equals(name))
                .filter(entry -> wanted.test(entry.getKey()))
                .mapToDouble(entry -> ((Number) entry.getValue().metricValue()).doubleValue())
                .sum();
    }

    private static boolean isWholeClients(MetricName name) {
        return name.tags().keySet().equals(Set.of("client-id"));
    }

    private static boolean isChangelog(MetricName name) {
        return name.tags().getOrDefault("topic", "").endsWith("-changelog");
    }
}
