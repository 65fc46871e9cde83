package dev.titorelli.worker.batch;

import java.time.Duration;
import java.util.List;

/**
 * What a worker wants to know of its steps before its first job.
 *
 * @param buckets ascending
 * @param mostRows that step together at most
 * @param memoryBytes that the measured pictures may take
 * @param limit time for all of it; zero for no measurement
 */
public record MeasureWish(List<Integer> buckets, int mostRows, long memoryBytes, Duration limit) {
    public MeasureWish {
        buckets = List.copyOf(buckets);
    }
}
