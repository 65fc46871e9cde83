package dev.titorelli.worker.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PrefixCachePolicyTest {

    private final PrefixCachePolicy policy = new PrefixCachePolicy(100);

    @Test
    void keepsWhatFits() {
        assertThat(policy.offer("a", 60, 1)).isEmpty();
        assertThat(policy.offer("b", 40, 1)).isEmpty();
    }

    @Test
    void refusesWhatIsLargerThanAll() {
        assertThat(policy.offer("a", 101, 1e9)).containsExactly("a");
    }

    @Test
    void dropsWhatSavesLeastTimeAByte() {
        policy.offer("cheap", 50, 10);
        policy.offer("dear", 50, 1_000);

        assertThat(policy.offer("next", 50, 500)).containsExactly("cheap");
    }

    @Test
    void anOfferThatIsNotWorthItsPlaceIsRefused() {
        policy.offer("dear", 100, 1_000);

        assertThat(policy.offer("cheap", 50, 1)).containsExactly("cheap");
    }

    @Test
    void useMakesWorth() {
        policy.offer("a", 50, 100);
        policy.offer("b", 50, 100);
        assertThat(policy.used("a")).isTrue();

        assertThat(policy.offer("c", 50, 150)).containsExactly("b");
    }

    @Test
    void oldFameFades() {
        policy.offer("famous", 50, 100);
        for (int i = 0; i < 10; i++) {
            policy.used("famous");
        }
        boolean gone = false;
        for (int i = 0; i < 1_000 && !gone; i++) {
            gone = policy.offer("later-" + i, 50, 100).contains("famous");
            policy.used("later-" + i);
        }
        assertThat(gone).isTrue();
    }

    @Test
    void aSmallerBoundDropsTheLeastWorth() {
        policy.offer("a", 50, 10);
        policy.offer("b", 50, 20);

        assertThat(policy.bound(60)).containsExactly("a");
    }

    @Property(tries = 100)
    void neverKeepsMoreThanTheBound(@ForAll long seed) {
        PrefixCachePolicy small = new PrefixCachePolicy(100);
        Random random = new Random(seed);
        Map<String, Long> kept = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            String key = "k" + random.nextInt(30);
            if (random.nextBoolean()) {
                assertThat(small.used(key)).isEqualTo(kept.containsKey(key));
            } else {
                long size = 1L + random.nextInt(60);
                kept.put(key, size);
                small.offer(key, size, 1 + random.nextInt(1000)).forEach(kept::remove);
            }
            assertThat(small.bytes())
                    .isEqualTo(kept.values().stream().mapToLong(Long::longValue).sum())
                    .isLessThanOrEqualTo(100);
        }
    }
}
