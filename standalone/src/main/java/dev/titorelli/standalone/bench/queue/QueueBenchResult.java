package dev.titorelli.standalone.bench.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What was measured in one pattern.
 *
 * @param pattern its name
 * @param jobs that started
 * @param tenants by tenant
 * @param idle part of the workers' time in which a job waited and they had nothing to do
 * @param overhead what a release costs
 * @param delay of other tenants' single jobs by a flood; null in other patterns
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QueueBenchResult(
        String pattern, int jobs, List<TenantShare> tenants, double idle, Overhead overhead, Delay delay) {

    /**
     * A tenant.
     *
     * @param weight its own
     * @param jobs of it that started while measured
     * @param ideal part of the done work that it should have had, given weights and what each asked for
     * @param got part of the done work that it had
     */
    public record TenantShare(String tenant, double weight, int jobs, double ideal, double got, Waits waitMs) {

        /** By how many hundredths of the work it had more or less than it should. */
        public double offPercent() {
            return 100 * (got - ideal);
        }
    }

    /** Milliseconds. */
    public record Waits(double p50, double p95, double p99, double max) {
        static Waits of(double[] unsorted) {
            double[] sorted = unsorted.clone();
            java.util.Arrays.sort(sorted);
            return new Waits(at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1));
        }

        private static double at(double[] sorted, double share) {
            return sorted.length == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
        }
    }

    /**
     * What a release costs.
     *
     * @param addedMs from a request to its job on the topic, of jobs that came when a worker had nothing to do; null in a burst
     * @param cpuMicros processor time a job: of the rules alone without a broker, of the stream app's threads with one
     * @param records that the stream app reads and writes a job, changelogs among them; 0 without a broker
     */
    public record Overhead(Waits addedMs, double cpuMicros, double records) {}

    /**
     * How much longer a single job waits in a flood than without one, in jobs' time.
     *
     * @param aloneMs how long it waits without
     */
    public record Delay(Waits aloneMs, double p50, double p95, double max) {
        static Delay of(Waits alone, Waits flooded, double jobMs) {
            return new Delay(
                    alone,
                    (flooded.p50() - alone.p50()) / jobMs,
                    (flooded.p95() - alone.p50()) / jobMs,
                    (flooded.max() - alone.p50()) / jobMs);
        }
    }
}
