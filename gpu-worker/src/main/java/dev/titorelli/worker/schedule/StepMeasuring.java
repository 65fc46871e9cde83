package dev.titorelli.worker.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;

/**
 * Finds out how many rows pay in each bucket, within a bound of time: the smallest bucket first, in each twice as many rows each time, until
 * more don't pay. What would not end in time, by what was measured before, is not begun. One thread at a time.
 */
public final class StepMeasuring {

    /** How many steps are made to measure one. */
    public static final int STEPS_EACH = 3;

    private static final CostPrior NONE = new CostPrior(1, 1);

    private final CostModel costs;
    private final List<MeasuredStep> measured = new ArrayList<>();
    private final LongSupplier nanoTime;

    /** Makes steps and takes their time. */
    @FunctionalInterface
    public interface Steps {

        /**
         * Measures a step.
         *
         * @param nanos how long that may take in all
         * @return empty when it took longer, and so was given up
         */
        Optional<MeasuredStep> measure(int bucket, int rows, long nanos);
    }

    /**
     * What to measure.
     *
     * @param buckets ascending
     * @param mostRows by bucket, never more than these
     * @param nanos all of it takes at most this, but for what can't be cut
     */
    public record Wish(List<Bucket> buckets, IntUnaryOperator mostRows, long nanos) {
        public Wish {
            buckets = List.copyOf(buckets);
        }
    }

    /** A bucket and the length of its rows. */
    public record Bucket(int tokens, RowLength row) {}

    /** @param known what was measured before; it is not measured again */
    public StepMeasuring(ModelSizes sizes, List<MeasuredStep> known, LongSupplier nanoTime) {
        this.costs = new CostModel(sizes, NONE);
        this.nanoTime = nanoTime;
        known.forEach(this::add);
    }

    /** What is known at the end: what was known before too. */
    public List<MeasuredStep> run(Wish wish, Steps steps) {
        long end = nanoTime.getAsLong() + wish.nanos();
        for (Bucket bucket : wish.buckets()) {
            if (!measured(bucket, wish.mostRows().applyAsInt(bucket.tokens()), steps, end)) {
                break;
            }
        }
        return List.copyOf(measured);
    }

    /** Whether there was time for all of a bucket. */
    private boolean measured(Bucket bucket, int mostRows, Steps steps, long end) {
        for (int rows = next(bucket, mostRows); rows > 0; rows = next(bucket, mostRows)) {
            long left = end - nanoTime.getAsLong();
            if (expected(bucket, rows) > left) {
                return false;
            }
            Optional<MeasuredStep> step = steps.measure(bucket.tokens(), rows, left);
            if (step.isEmpty()) {
                return false;
            }
            add(step.get());
        }
        return true;
    }

    /** How many rows to measure next in a bucket; 0 when enough is known. */
    private int next(Bucket bucket, int mostRows) {
        if (costs.stepRates(bucket.tokens()).isEmpty()) {
            return Math.min(1, mostRows);
        }
        int rows = PayingRows.DEFAULT.toTry(costs, bucket.tokens(), mostRows);
        return costs.stepRates(bucket.tokens()).containsKey(rows) ? 0 : rows;
    }

    private double expected(Bucket bucket, int rows) {
        return measured.isEmpty() ? 0 : STEPS_EACH * costs.stepNanos(bucket.tokens(), rows, bucket.row());
    }

    private void add(MeasuredStep step) {
        costs.measured(step);
        measured.add(step);
    }
}
