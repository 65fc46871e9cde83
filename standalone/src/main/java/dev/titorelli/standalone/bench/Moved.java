package dev.titorelli.standalone.bench;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Records that the clients of a Kafka Streams application have moved, by their own count: transaction markers are none.
 *
 * @param read by its consumers
 * @param written by its producers, changelogs among them
 * @param readByTopic the same by topic
 * @param writtenByTopic the same by topic
 * @param bytes of what was written, as it lay in its batches
 * @param cpu of this whole process: what sends, answers and looks on, and an embedded broker, among it
 */
public record Moved(
        double read,
        double written,
        SortedMap<String, Double> readByTopic,
        SortedMap<String, Double> writtenByTopic,
        double bytes,
        CpuSeconds cpu) {

    private static final String CHANGELOG = "-changelog";

    /** What was moved so far. */
    public static Moved of(Map<MetricName, ? extends Metric> metrics) {
        return new Moved(
                sum(metrics, "consumer-fetch-manager-metrics", "records-consumed-total"),
                sum(metrics, "producer-metrics", "record-send-total"),
                byTopic(metrics, "consumer-fetch-manager-metrics", "records-consumed-total"),
                byTopic(metrics, "producer-topic-metrics", "record-send-total"),
                total(metrics, "producer-topic-metrics", "byte-total", name -> true),
                CpuSeconds.now());
    }

    /** What was moved from then on. */
    public Moved since(Moved before) {
        return new Moved(
                read - before.read,
                written - before.written,
                less(readByTopic, before.readByTopic),
                less(writtenByTopic, before.writtenByTopic),
                bytes - before.bytes,
                cpu.since(before.cpu));
    }

    /** All records. */
    public double records() {
        return read + written;
    }

    /** Of the written ones, those to changelogs. */
    double changelogged() {
        return writtenByTopic.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(CHANGELOG))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    int bytesARecord() {
        return (int) Math.round(bytes / written);
    }

    private static SortedMap<String, Double> less(Map<String, Double> now, Map<String, Double> before) {
        SortedMap<String, Double> left = new TreeMap<>();
        now.forEach((topic, records) -> left.put(topic, records - before.getOrDefault(topic, 0.0)));
        return left;
    }

    private static double sum(Map<MetricName, ? extends Metric> metrics, String group, String name) {
        return total(metrics, group, name, metric -> metric.tags().keySet().equals(Set.of("client-id")));
    }

    private static double total(
            Map<MetricName, ? extends Metric> metrics, String group, String name, Predicate<MetricName> wanted) {
        return metrics.entrySet().stream()
                .filter(entry -> is(entry.getKey(), group, name) && wanted.test(entry.getKey()))
                .mapToDouble(Moved::value)
                .sum();
    }

    private static SortedMap<String, Double> byTopic(
            Map<MetricName, ? extends Metric> metrics, String group, String name) {
        return metrics.entrySet().stream()
                .filter(entry -> is(entry.getKey(), group, name)
                        && entry.getKey().tags().keySet().equals(Set.of("client-id", "topic")))
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey().tags().get("topic"),
                        TreeMap::new,
                        Collectors.summingDouble(Moved::value)));
    }

    private static boolean is(MetricName metric, String group, String name) {
        return metric.group().equals(group) && metric.name().equals(name);
    }

    private static double value(Map.Entry<MetricName, ? extends Metric> metric) {
        return ((Number) metric.getValue().metricValue()).doubleValue();
    }
}
