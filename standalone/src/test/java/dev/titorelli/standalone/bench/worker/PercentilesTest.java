package dev.titorelli.standalone.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    @Test
    void areTheSmallestThatHoldForTheirPart() {
        List<Double> seconds =
                IntStream.rangeClosed(1, 100).mapToObj(i -> (double) i).toList();

        assertThat(Percentiles.of(seconds)).isEqualTo(new Percentiles(100, 50, 95, 99));
    }

    @Test
    void ofFewJobsTheSlowestStandsForTheTail() {
        assertThat(Percentiles.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Percentiles(3, 2, 3, 3));
    }
}
