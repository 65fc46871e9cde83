package dev.titorelli.worker.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ArenaTest {

    private final Arena arena = new Arena(100);

    @Test
    void refusesWhatDoesNotFit() {
        assertThat(arena.hold("a", Holding.of(60))).isTrue();
        assertThat(arena.hold("b", Holding.of(41))).isFalse();
        assertThat(arena.used()).isEqualTo(60);
    }

    @Test
    void aSharedPrefixCountsOnceUntilItsLastHolderGoes() {
        arena.hold("a", new Holding(10, Map.of("prefix", 50L)));
        arena.hold("b", new Holding(10, Map.of("prefix", 50L)));
        assertThat(arena.used()).isEqualTo(70);

        arena.release("a");
        assertThat(arena.used()).isEqualTo(60);
        arena.release("b");
        assertThat(arena.used()).isZero();
    }

    @Test
    void exactBytesTakeThePlaceOfTheWorstCase() {
        arena.hold("queue", Holding.of(90));

        assertThat(arena.replace("queue", "job", Holding.of(30))).isTrue();
        assertThat(arena.free()).isEqualTo(70);
    }

    @Test
    void aRefusedReplacementLeavesTheWorstCaseSetAside() {
        arena.hold("queue", Holding.of(50));
        arena.hold("other", Holding.of(40));

        assertThat(arena.replace("queue", "job", Holding.of(70))).isFalse();
        assertThat(arena.heldBy("queue")).isEqualTo(Holding.of(50));
        assertThat(arena.used()).isEqualTo(90);
    }

    @Test
    void refusesAKeyWithTwoSizes() {
        arena.hold("a", new Holding(0, Map.of("prefix", 50L)));

        assertThatThrownBy(() -> arena.hold("b", new Holding(0, Map.of("prefix", 51L))))
                .hasMessage("shared prefix has 50 bytes, not 51");
    }

    @Test
    void refusesASecondHoldingOfOneHolder() {
        arena.hold("a", Holding.of(1));

        assertThatThrownBy(() -> arena.hold("a", Holding.of(1))).hasMessage("a holds something already");
    }

    @Property(tries = 150)
    void usesWhatIsHeldAndNeverMoreThanTheBound(@ForAll long seed) {
        Random random = new Random(seed);
        Arena small = new Arena(1_000);
        Map<String, Holding> model = new HashMap<>();
        List<String> keys = List.of("p1", "p2", "p3", "p4");
        for (int i = 0; i < 200; i++) {
            String holder = "h" + random.nextInt(12);
            if (model.containsKey(holder) && random.nextBoolean()) {
                small.release(holder);
                model.remove(holder);
            } else {
                Map<String, Long> shared = new HashMap<>();
                keys.stream()
                        .filter(k -> random.nextInt(3) == 0)
                        .forEach(k -> shared.put(k, 100L * k.charAt(1) - 4_800));
                Holding wanted = new Holding(random.nextInt(400), shared);
                boolean held =
                        model.containsKey(holder) ? small.replace(holder, holder, wanted) : small.hold(holder, wanted);
                if (held) {
                    model.put(holder, wanted);
                }
            }
            assertThat(small.used()).isEqualTo(bytes(model)).isBetween(0L, 1_000L);
        }
    }

    private static long bytes(Map<String, Holding> model) {
        Set<Map.Entry<String, Long>> shared = new HashSet<>();
        model.values().forEach(holding -> shared.addAll(holding.shared().entrySet()));
        return model.values().stream().mapToLong(Holding::own).sum()
                + shared.stream().mapToLong(Map.Entry::getValue).sum();
    }
}
