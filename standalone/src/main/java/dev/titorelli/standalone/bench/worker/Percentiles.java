package dev.titorelli.standalone.bench.worker;

import java.util.List;

/** Seconds that a part of the jobs took at most. With fewer than a hundred jobs the 99th percentile is the slowest. */
public record Percentiles(int jobs, double p50, double p95, double p99) {

    /** Of no job all are 0. */
    static Percentiles of(List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        return new Percentiles(sorted.size(), at(sorted, 0.50), at(sorted, 0.95), at(sorted, 0.99));
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
