package dev.titorelli.worker.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.InspectWish;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class WaitingWishesTest {

    private final WaitingWishes waiting = new WaitingWishes();

    @Test
    void aThousandOfOneTenantHoldUpAnotherByOne() {
        for (int i = 0; i < 1_000; i++) {
            waiting.add(wish("flood", i, 1));
        }
        waiting.add(wish("acme", 0, 1));
        waiting.add(wish("acme", 1, 1));

        assertThat(next(5)).containsExactly("flood 0 #1", "acme 0 #1", "flood 1 #1", "acme 1 #1", "flood 2 #1");
    }

    @Test
    void aWishThatIsAskedAgainTakesThePlaceOfTheOneBefore() {
        assertThat(waiting.add(wish("acme", 0, 1))).isTrue();
        assertThat(waiting.add(wish("acme", 1, 1))).isTrue();
        assertThat(waiting.add(wish("acme", 0, 2))).isFalse();

        assertThat(waiting.size()).isEqualTo(2);
        assertThat(next(2)).containsExactly("acme 0 #2", "acme 1 #1");
        assertThat(waiting.size()).isZero();
    }

    @Test
    void hasNothingToGiveWhenNoneWaits() {
        waiting.add(wish("acme", 0, 1));
        next(1);

        assertThatThrownBy(waiting::next).isInstanceOf(NoSuchElementException.class);
    }

    private List<String> next(int count) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            InspectWish wish = waiting.next().wish();
            taken.add(wish.getTenant() + " " + wish.getInput() + " #" + wish.getAttempt());
        }
        return taken;
    }

    private static AskedWish wish(String tenant, int input, int attempt) {
        return new AskedWish(
                InspectWish.newBuilder(Wishes.ofUri("https://example.org/a.png"))
                        .setTenant(tenant)
                        .setInput(input)
                        .setAttempt(attempt)
                        .build(),
                null);
    }
}
