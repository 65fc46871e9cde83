package dev.titorelli.standalone.bench;

import dev.titorelli.standalone.bench.CpuSeconds.Role;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What was measured.
 *
 * @param requestsASecond through the whole stream app, when there are always more
 * @param app what the stream app moved at that
 * @param passThrough what the pass-through moved, with records as large
 * @param topics what a request costs the stream app, by topic
 * @param threadTime what the stream app's threads did at capacity
 * @param latencies at parts of the capacity
 * @param footprints after each round
 */
public record BenchResult(
        double requestsASecond,
        Throughput app,
        Throughput passThrough,
        List<TopicRecords> topics,
        ThreadTime threadTime,
        List<Latency> latencies,
        List<Footprint> footprints) {

    /**
     * Records a second.
     *
     * @param recordsARequest 0 where there are no requests
     * @param changelogged of the written ones, those to changelogs
     * @param bytesARecord of a written record
     * @param cpu where processors spent their time
     */
    public record Throughput(
            double recordsASecond,
            double readASecond,
            double writtenASecond,
            double changelogged,
            double recordsARequest,
            int bytesARecord,
            CpuMicros cpu) {

        static Throughput of(Moved moved, double seconds, int requests) {
            return new Throughput(
                    moved.records() / seconds,
                    moved.read() / seconds,
                    moved.written() / seconds,
                    moved.changelogged() / seconds,
                    requests == 0 ? 0 : moved.records() / requests,
                    moved.bytesARecord(),
                    CpuMicros.aRecord(moved));
        }
    }

    /**
     * Time of processors a record, in microseconds, of this whole process.
     *
     * @param all everything
     * @param streamThreads threads of Kafka Streams that process records
     * @param appClients what else the application's clients run
     * @param broker an embedded broker's threads
     * @param bench who sends, answers and looks on
     * @param machine compilers and garbage collector of the virtual machine, and RocksDB's own threads
     */
    public record CpuMicros(
            double all, double streamThreads, double appClients, double broker, double bench, double machine) {

        private static final double MICROS = 1e6;

        static CpuMicros aRecord(Moved moved) {
            CpuSeconds cpu = moved.cpu();
            double records = moved.records() / MICROS;
            return new CpuMicros(
                    cpu.all() / records,
                    cpu.of(Role.STREAM_THREADS) / records,
                    cpu.of(Role.APP_CLIENTS) / records,
                    cpu.of(Role.BROKER) / records,
                    cpu.of(Role.BENCH) / records,
                    cpu.ofTheMachine() / records);
        }
    }

    /**
     * Records of a topic that one request makes the stream app read and write.
     *
     * @param topic its name without the bench's prefix
     */
    public record TopicRecords(String topic, double read, double written) {

        static List<TopicRecords> of(Moved moved, String prefix, int requests) {
            SortedSet<String> topics = new TreeSet<>(moved.readByTopic().keySet());
            topics.addAll(moved.writtenByTopic().keySet());
            return topics.stream()
                    .filter(topic -> topic.startsWith(prefix))
                    .map(topic -> new TopicRecords(
                            topic.substring(prefix.length()),
                            moved.readByTopic().getOrDefault(topic, 0.0) / requests,
                            moved.writtenByTopic().getOrDefault(topic, 0.0) / requests))
                    .toList();
        }
    }

    /**
     * What the stream app adds to a request, in milliseconds: from the request's append to the job's sight, and from the
     * outcome's append to the last event's sight, both by readers of committed records.
     *
     * @param percent of the capacity
     * @param requestsASecond how many were sent a second
     */
    public record Latency(int percent, double requestsASecond, double p50Ms, double p99Ms, double maxMs) {

        static Latency of(int percent, double requestsASecond, RequestTimes times) {
            double[] sorted = times.addedMs().sorted().toArray();
            return new Latency(percent, requestsASecond, at(sorted, 0.50), at(sorted, 0.99), sorted[sorted.length - 1]);
        }

        private static double at(double[] sorted, double share) {
            return sorted[(int) Math.ceil(share * sorted.length) - 1];
        }
    }

    /** Parts of the time of the threads of Kafka Streams, as they measure it themselves; the rest is spent between. */
    public record ThreadTime(double process, double poll, double commit, double punctuate) {

        static ThreadTime of(Map<MetricName, ? extends Metric> metrics) {
            return new ThreadTime(
                    mean(metrics, "process-ratio"),
                    mean(metrics, "poll-ratio"),
                    mean(metrics, "commit-ratio"),
                    mean(metrics, "punctuate-ratio"));
        }

        private static double mean(Map<MetricName, ? extends Metric> metrics, String name) {
            return metrics.entrySet().stream()
                    .filter(entry -> entry.getKey().group().equals("stream-thread-metrics")
                            && entry.getKey().name().equals(name))
                    .mapToDouble(entry -> ((Number) entry.getValue().metricValue()).doubleValue())
                    .average()
                    .orElse(0);
        }
    }

    /** Records that the stream app moves a second, as a part of what the pass-through moves. */
    public double ratio() {
        return app.recordsASecond() / passThrough.recordsASecond();
    }

    /** Requests a second, if each of their records cost no more than one of the pass-through. */
    public double idealRequestsASecond() {
        return passThrough.recordsASecond() / app.recordsARequest();
    }

    /** Processor time a record that a thread of the pass-through needs, as a part of what one of the stream app does. */
    public double threadRatio() {
        return passThrough.cpu().streamThreads() / app.cpu().streamThreads();
    }
}
