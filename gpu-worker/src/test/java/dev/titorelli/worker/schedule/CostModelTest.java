package dev.titorelli.worker.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.titorelli.Lane;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CostModelTest {

    private final CostModel costs = Jobs.costs();

    @Test
    void estimatesBeforeAnythingWasMeasured() {
        assertThat(costs.estimate(step(2, 64))).isBetween(6_000_000.0, 8_000_000.0);
    }

    @Test
    void believesWhatItMeasured() {
        costs.measured(step(2, 64), 5_000_000);

        assertThat(costs.estimate(step(2, 64))).isCloseTo(5_000_000, within(1.0));
    }

    @Test
    void aSingleOutlierChangesNothing() {
        IntStream.range(0, 20).forEach(i -> costs.measured(step(2, 64), 5_000_000));
        costs.measured(step(2, 64), 500_000_000);

        assertThat(costs.estimate(step(2, 64))).isCloseTo(5_000_000, within(1.0));
    }

    @Test
    void followsALastingChange() {
        IntStream.range(0, 20).forEach(i -> costs.measured(step(2, 64), 5_000_000));
        IntStream.range(0, 20).forEach(i -> costs.measured(step(2, 64), 15_000_000));

        assertThat(costs.estimate(step(2, 64))).isCloseTo(15_000_000, within(500_000.0));
    }

    @Test
    void asksTheNearestThatWasMeasured() {
        costs.measured(step(2, 64), 4_000_000);
        costs.measured(step(16, 64), 8_000_000);

        assertThat(costs.estimate(step(18, 64))).isCloseTo(9_000_000, within(1.0));
    }

    @Test
    void timeGrowsEvenlyBetweenMeasuredRows() {
        costs.measured(step(2, 64), 10_000_000);
        costs.measured(step(8, 64), 13_000_000);

        assertThat(costs.estimate(step(4, 64))).isCloseTo(11_000_000, within(1.0));
    }

    @Test
    void longerPrefixesCostMore() {
        assertThat(costs.estimate(new Slice.Step(List.of(row(64, 4_000)))))
                .isGreaterThan(costs.estimate(new Slice.Step(List.of(row(64, 10)))));
    }

    @Test
    void blocksOfAVaePassAreMeasuredEach() {
        LiveJob job = Jobs.job("a", Lane.BULK, 64, new Work.Pass(SliceKind.DECODE, 16_384, 0, 2));
        Work.Pass pass = (Work.Pass) job.work();
        costs.measured(new Slice.Part(job, pass, 0, 1), 1_000_000);
        costs.measured(new Slice.Part(job, pass, 1, 2), 9_000_000);

        assertThat(costs.estimate(new Slice.Part(job, pass, 0, 2))).isCloseTo(10_000_000, within(1.0));
        assertThat(costs.estimate(new Slice.Part(job, pass, 1, 2))).isCloseTo(9_000_000, within(1.0));
    }

    @Test
    void rowsPayUntilImagesASecondStopGrowing() {
        measureRows(1, 10_000_000);
        measureRows(2, 10_500_000);
        measureRows(4, 12_000_000);
        measureRows(8, 23_600_000);
        measureRows(16, 47_000_000);

        assertThat(PayingRows.DEFAULT.of(costs, 64, 1)).isEqualTo(4);
    }

    @Test
    void oneRowPaysWhereTimeGrowsWithTheRows() {
        measureRows(1, 10_000_000);
        measureRows(2, 19_900_000);
        measureRows(4, 39_700_000);

        assertThat(PayingRows.DEFAULT.of(costs, 64, 8)).isEqualTo(1);
    }

    @Test
    void unmeasuredBucketsHaveTheGivenRows() {
        assertThat(PayingRows.DEFAULT.of(costs, 64, 7)).isEqualTo(7);
    }

    private void measureRows(int rows, long nanos) {
        costs.measured(step(rows, 64), nanos);
    }

    private static Slice.Step step(int rows, int bucket) {
        return new Slice.Step(List.of(Jobs.job("a", Lane.BULK, bucket, Jobs.steps(1, rows, bucket))));
    }

    private static LiveJob row(int bucket, int prefix) {
        return Jobs.job(
                "a", Lane.BULK, bucket, new Work.Steps(1, Collections.nCopies(2, new RowLength(prefix, bucket))));
    }
}
