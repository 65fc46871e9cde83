package dev.titorelli.standalone.bench.queue;

import java.util.List;

/**
 * What to measure.
 *
 * @param queues that the jobs go to in turn
 * @param patterns one after the other
 * @param work how many jobs, and how long they are
 * @param workers faked ones, of one place each
 * @param seed of chance
 */
public record QueueBenchWish(
        TenantWeights tenants, int queues, List<ArrivalPattern> patterns, Work work, int workers, long seed) {

    /** Most queues that the bench has buckets for. */
    static final int MOST_QUEUES = 4;

    /**
     * The work.
     *
     * @param jobs whose shares and waits are measured
     * @param jobMs device time of a mean job
     * @param load of the pattern STEADY, as a part of what the workers can do
     * @param flood waiting jobs of one tenant in the pattern FLOOD
     * @param singles jobs of others in it
     */
    public record Work(int jobs, int jobMs, double load, int flood, int singles) {
        /** @throws IllegalArgumentException naming the option, its value and what is allowed */
        public Work {
            requirePositive("--jobs", jobs);
            requirePositive("--job-ms", jobMs);
            requirePositive("--flood", flood);
            requirePositive("--singles", singles);
            if (!(load > 0 && load < 1)) {
                throw new IllegalArgumentException("--load " + load + ": allowed is above 0 and below 1");
            }
        }
    }

    /** @throws IllegalArgumentException naming the option, its value and what is allowed */
    public QueueBenchWish {
        patterns = List.copyOf(patterns);
        requirePositive("--workers", workers);
        if (queues < 1 || queues > MOST_QUEUES) {
            throw new IllegalArgumentException("--queues " + queues + ": allowed is 1 to " + MOST_QUEUES);
        }
    }

    /** Reads the patterns too. */
    public static List<ArrivalPattern> patterns(List<String> names) {
        return names.stream().map(ArrivalPattern::parse).toList();
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " " + value + ": allowed is 1 and above");
        }
    }
}
