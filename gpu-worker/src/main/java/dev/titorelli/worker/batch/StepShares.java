package dev.titorelli.worker.batch;

import java.util.List;

/** Who pays for a step that several runs made together: each by the output tokens of its rows, which is what the device computes on. */
final class StepShares {

    private StepShares() {}

    /**
     * Each run's share of the time; together they are all of it.
     *
     * @param tokens output tokens of all rows of each run
     * @param nanos that the step took
     */
    static List<Double> of(List<Long> tokens, long nanos) {
        double all = tokens.stream().mapToLong(Long::longValue).sum();
        return tokens.stream().map(own -> nanos * (own / all)).toList();
    }
}
