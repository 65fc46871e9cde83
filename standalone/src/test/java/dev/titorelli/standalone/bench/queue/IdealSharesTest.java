package dev.titorelli.standalone.bench.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class IdealSharesTest {

    private final TenantWeights weights = TenantWeights.parse("acme=1,beta=3");

    @Test
    void followsWeightsWhereEverybodyAsksForMore() {
        assertThat(IdealShares.of(Map.of("acme", 100.0, "beta", 100.0), weights, 40))
                .containsEntry("acme", 10.0)
                .containsEntry("beta", 30.0);
    }

    @Test
    void leavesToOthersWhatSomebodyDoesNotAskFor() {
        assertThat(IdealShares.of(Map.of("acme", 100.0, "beta", 5.0), weights, 40))
                .containsEntry("acme", 35.0)
                .containsEntry("beta", 5.0);
    }

    @Test
    void givesEverybodyAllWhereThatSuffices() {
        assertThat(IdealShares.of(Map.of("acme", 1.0, "beta", 2.0), weights, 3))
                .containsEntry("acme", 1.0)
                .containsEntry("beta", 2.0);
    }
}
