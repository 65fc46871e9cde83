package dev.titorelli.standalone.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalTest {

    private static final JobMix MIX = JobMix.parse("64x64:3,32x32:1");

    @Test
    void theSameSeedGivesTheSameJobs() {
        assertThat(Arrival.byChance(MIX, 2, 50, 7)).isEqualTo(Arrival.byChance(MIX, 2, 50, 7));
        assertThat(Arrival.byChance(MIX, 2, 50, 7)).isNotEqualTo(Arrival.byChance(MIX, 2, 50, 8));
    }

    @Test
    void jobsComeAtTheRateAtTheMean() {
        List<Arrival> arrivals = Arrival.byChance(MIX, 5, 20_000, 1);

        assertThat(arrivals.get(19_999).afterNanos() / 1e9).isCloseTo(4_000, within(120.0));
    }

    @Test
    void partsComeInTheirShares() {
        long large = Arrival.atOnce(MIX, 20_000, 1).stream()
                .filter(arrival -> arrival.part().sizeName().equals("64x64"))
                .count();

        assertThat(large / 20_000.0).isCloseTo(0.75, within(0.02));
    }

    @Test
    void allAreThereAtTheBeginningOfASaturatedRound() {
        assertThat(Arrival.atOnce(MIX, 10, 1)).extracting(Arrival::afterNanos).containsOnly(0L);
    }
}
