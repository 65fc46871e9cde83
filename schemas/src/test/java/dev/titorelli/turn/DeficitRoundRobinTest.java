package dev.titorelli.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DeficitRoundRobinTest {

    @Test
    void nobodyIsNextWhereNobodyHasAPiece() {
        assertThat(new DeficitRoundRobin<String>(flow -> 1).next(Map.of())).isEmpty();
    }

    @Test
    void asksTwiceAndHearsTheSame() {
        DeficitRoundRobin<String> turns = new DeficitRoundRobin<>(flow -> 1);
        Map<String, Double> costs = Map.of("a", 3.0, "b", 2.0);

        assertThat(turns.next(costs)).isEqualTo(turns.next(costs)).contains("b");
    }

    @Test
    void flowsOfEqualCostTakeTurns() {
        DeficitRoundRobin<String> turns = new DeficitRoundRobin<>(flow -> 1);
        Map<String, Double> costs = new LinkedHashMap<>();
        List.of("a", "b", "c").forEach(flow -> costs.put(flow, 1.0));
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            String flow = turns.next(costs).orElseThrow();
            turns.charge(flow, 1);
            order.append(flow);
        }

        assertThat(order).hasToString("abcabc");
    }

    @Test
    void anIdleFlowSavesNothingUp() {
        DeficitRoundRobin<String> turns = new DeficitRoundRobin<>(flow -> 1);
        turns.next(Map.of("a", 1.0, "idle", 100.0));
        for (int i = 0; i < 50; i++) {
            turns.charge(turns.next(Map.of("a", 1.0)).orElseThrow(), 1);
        }

        Map<String, Double> both = Map.of("a", 1.0, "idle", 1.5);
        assertThat(turns.next(both)).contains("a");
    }

    @Test
    void aDebtOutlastsIdleness() {
        DeficitRoundRobin<String> turns = new DeficitRoundRobin<>(flow -> 1);
        turns.charge("debtor", 10);
        turns.next(Map.of("other", 1.0));

        int others = 0;
        while (turns.next(Map.of("debtor", 1.0, "other", 1.0)).orElseThrow().equals("other")) {
            turns.charge("other", 1);
            others++;
        }
        assertThat(others).isGreaterThanOrEqualTo(9);
    }

    @Test
    void refusesAWeightOfZero() {
        DeficitRoundRobin<String> turns = new DeficitRoundRobin<>(flow -> 0);

        assertThatThrownBy(() -> turns.next(Map.of("a", 1.0))).hasMessageContaining("weight of a is 0.0");
    }

    @Property(tries = 100)
    void busyFlowsGetTheirSharesWithinOnePieceEach(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 10) Integer> weights, @ForAll long seed) {
        Random random = new Random(seed);
        DeficitRoundRobin<Integer> turns = new DeficitRoundRobin<>(weights::get);
        Map<Integer, Double> costs = new HashMap<>();
        IntStream.range(0, weights.size()).forEach(flow -> costs.put(flow, 1 + 9 * random.nextDouble()));
        double[] got = new double[weights.size()];
        for (int i = 0; i < 500; i++) {
            int flow = turns.next(costs).orElseThrow();
            double cost = costs.get(flow);
            turns.charge(flow, cost);
            got[flow] += cost;
            costs.put(flow, 1 + 9 * random.nextDouble());
        }

        double all = IntStream.range(0, got.length).mapToDouble(i -> got[i]).sum();
        int sum = weights.stream().mapToInt(Integer::intValue).sum();
        for (int i = 0; i < got.length; i++) {
            double share = all * weights.get(i) / sum;
            assertThat(got[i]).isCloseTo(share, within(10.0 * (1 + weights.size() * weights.get(i) / (double) sum)));
        }
    }
}
