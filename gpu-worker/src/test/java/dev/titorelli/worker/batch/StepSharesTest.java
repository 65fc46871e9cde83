package dev.titorelli.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class StepSharesTest {

    @Test
    void addUpToTheStepsTimeInEveryBatch() {
        for (int runs = 1; runs <= 33; runs++) {
            List<Long> tokens =
                    LongStream.rangeClosed(1, runs).map(i -> i * i * 3).boxed().toList();
            long nanos = 7_000_000_007L * runs;
            double sum = StepShares.of(tokens, nanos).stream()
                    .mapToDouble(share -> share)
                    .sum();
            assertThat(sum).isCloseTo((double) nanos, within(1.0));
        }
    }

    @Test
    void growWithTheTokensOfTheRows() {
        assertThat(StepShares.of(List.of(16L, 48L), 400)).containsExactly(100.0, 300.0);
    }
}
