package dev.titorelli.worker.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepMeasuringTest {

    private static final long MS = 1_000_000;
    private static final List<StepMeasuring.Bucket> BUCKETS =
            List.of(new StepMeasuring.Bucket(16, row(16)), new StepMeasuring.Bucket(64, row(64)));

    private final List<String> made = new ArrayList<>();
    private long now;

    @Test
    void triesMoreRowsUntilTheyDoNotPaySmallestBucketFirst() {
        measure(1_000 * MS, 12, List.of());

        assertThat(made).containsExactly("16x1", "16x2", "16x4", "16x8", "64x1", "64x2", "64x4");
    }

    @Test
    void neverTriesMoreRowsThanAllowed() {
        measure(1_000 * MS, 3, List.of());

        assertThat(made).containsExactly("16x1", "16x2", "16x3", "64x1", "64x2", "64x3");
    }

    @Test
    void measuresNothingWhereNoRowIsAllowed() {
        measure(1_000 * MS, 0, List.of());

        assertThat(made).isEmpty();
    }

    @Test
    void doesNotBeginWhatCantEndInTime() {
        List<MeasuredStep> measured = measure(80 * MS, 12, List.of());

        assertThat(made).containsExactly("16x1", "16x2", "16x4", "16x8");
        assertThat(measured).hasSize(4);
        assertThat(now).isLessThanOrEqualTo(80 * MS);
    }

    @Test
    void keepsWhatItHasWhenAStepIsGivenUp() {
        List<MeasuredStep> measured = new StepMeasuring(Jobs.SIZES, List.of(), () -> now)
                .run(
                        new StepMeasuring.Wish(BUCKETS, tokens -> 12, 1_000 * MS),
                        (bucket, rows, nanos) -> rows == 4 ? Optional.empty() : Optional.of(step(bucket, rows, MS)));

        assertThat(measured).extracting(MeasuredStep::rows).containsExactly(1, 2);
    }

    @Test
    void measuresNothingTwice() {
        List<MeasuredStep> known = measure(80 * MS, 12, List.of());
        made.clear();

        List<MeasuredStep> all = measure(1_000 * MS, 12, known);

        assertThat(made).containsExactly("64x1", "64x2", "64x4");
        assertThat(all).containsAll(known).hasSize(7);
    }

    private List<MeasuredStep> measure(long limit, int mostRows, List<MeasuredStep> known) {
        return new StepMeasuring(Jobs.SIZES, known, () -> now)
                .run(new StepMeasuring.Wish(BUCKETS, tokens -> mostRows, limit), this::make);
    }

    /** In the small bucket four rows take no longer than one, in the other two. */
    private Optional<MeasuredStep> make(int bucket, int rows, long nanos) {
        made.add(bucket + "x" + rows);
        int paying = bucket == 16 ? 4 : 2;
        long took = (bucket / 16) * 5L * MS * Math.max(paying, rows) / 4;
        now += took;
        return Optional.of(step(bucket, rows, took));
    }

    private static MeasuredStep step(int bucket, int rows, long nanos) {
        return new MeasuredStep(bucket, rows, row(bucket), nanos);
    }

    private static RowLength row(int tokens) {
        return new RowLength(8, tokens);
    }
}
