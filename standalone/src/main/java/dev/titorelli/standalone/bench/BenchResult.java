package dev.titorelli.standalone.bench;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What was measured.
 *
 * @param requestsASecond through the whole stream app, when there are always more
 * @param app what the stream app moved at that
 * @param passThrough what the pass-through moved, with records as large
 * @param threadTime what the stream app's threads did at capacity
 * @param latencies at parts of the capacity
 * @param footprints after each round
 */
public record BenchResult(
        double requestsASecond,
        Throughput app,
        Throughput passThrough,
        ThreadTime threadTime,
        List<Latency> latencies,
        List<Footprint> footprints) {

    /**
     * Records a second.
     *
     * @param recordsARequest 0 where there are no requests
     * @param changelogged of the written ones, those to changelogs
     * @param bytesARecord of a written record
     * @param cpuMicrosARecord time of a processor, of this whole process
     */
    public record Throughput(
            double recordsASecond,
            double readASecond,
            double writtenASecond,
            double changelogged,
            double recordsARequest,
            int bytesARecord,
            double cpuMicrosARecord) {

        static Throughput of(Moved moved, double seconds, int requests) {
            return new Throughput(
                    moved.records() / seconds,
                    moved.read() / seconds,
                    moved.written() / seconds,
                    moved.changelogged() / seconds,
                    requests == 0 ? 0 : moved.records() / requests,
                    moved.bytesARecord(),
                    moved.cpuSeconds() * 1e6 / moved.records());
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
}
