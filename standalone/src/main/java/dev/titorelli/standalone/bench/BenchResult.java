package dev.titorelli.standalone.bench;

import java.util.List;

/**
 * What was measured.
 *
 * @param requestsASecond through the whole stream app, when there are always more
 * @param app what the stream app moved at that
 * @param passThrough what the pass-through moved, with records as large
 * @param latencies at parts of the capacity
 * @param footprints after each round
 */
public record BenchResult(
        double requestsASecond,
        Throughput app,
        Throughput passThrough,
        List<Latency> latencies,
        List<Footprint> footprints) {

    /**
     * Records a second.
     *
     * @param recordsARequest 0 where there are no requests
     * @param changelogged of the written ones, those to changelogs
     * @param bytesARecord of a written record
     */
    public record Throughput(
            double recordsASecond,
            double readASecond,
            double writtenASecond,
            double changelogged,
            double recordsARequest,
            int bytesARecord) {

        static Throughput of(Moved moved, double seconds, int requests) {
            return new Throughput(
                    moved.records() / seconds,
                    moved.read() / seconds,
                    moved.written() / seconds,
                    moved.changelogged() / seconds,
                    requests == 0 ? 0 : moved.records() / requests,
                    moved.bytesARecord());
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

    /** Records that the stream app moves a second, as a part of what the pass-through moves. */
    public double ratio() {
        return app.recordsASecond() / passThrough.recordsASecond();
    }
}
