package dev.titorelli.standalone.bench.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueBenchTest {

    private static final TenantWeights WEIGHTS = TenantWeights.parse("acme=1,beta=2,gamma=4");

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void tenantsThatAllWaitGetTheirWeightsWithinTwoPercentOfAThousandJobs(int queues) {
        QueueBenchResult burst = run(ArrivalPattern.BURST, queues, 8);

        assertThat(burst.tenants()).hasSize(3).allSatisfy(tenant -> assertThat(tenant.offPercent())
                .isCloseTo(0, within(2.0)));
        assertThat(burst.tenants().get(2).ideal()).isCloseTo(4 / 7.0, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 50})
    void aFloodDelaysASingleJobByLessThanTwoJobsTime(int workers) {
        QueueBenchResult flood = run(ArrivalPattern.FLOOD, 1, workers);

        assertThat(flood.delay().max()).isLessThan(2);
        assertThat(flood.tenants().get(1).jobs()).isPositive();
    }

    @Test
    void noWorkerIdlesWhileAJobWaits() {
        for (ArrivalPattern pattern : ArrivalPattern.values()) {
            assertThat(run(pattern, 1, 8).idle()).as(pattern.word()).isZero();
        }
    }

    @Test
    void whoAsksForLessThanItsShareGetsAllOfIt() {
        QueueBenchResult steady = run(ArrivalPattern.STEADY, 1, 8);

        assertThat(steady.tenants())
                .allSatisfy(tenant -> assertThat(tenant.offPercent()).isCloseTo(0, within(1e-9)));
        assertThat(steady.jobs()).isEqualTo(1_000);
    }

    private static QueueBenchResult run(ArrivalPattern pattern, int queues, int workers) {
        QueueBenchWish.Work work = new QueueBenchWish.Work(1_000, 1_000, 0.7, 20_000, 40);
        return QueueBench.pure(new QueueBenchWish(WEIGHTS, queues, List.of(pattern), work, workers, 1))
                .get(0);
    }
}
