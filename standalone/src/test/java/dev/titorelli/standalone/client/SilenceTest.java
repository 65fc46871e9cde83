package dev.titorelli.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {

    private long now = 7;
    private int questions;
    private boolean isThere;

    private final Silence silence = new Silence(() -> now, () -> {
        questions++;
        return isThere;
    });

    @Test
    void givesUpABrokerThatAnswersNothing() {
        assertThat(isTooLongAfter(19)).isFalse();
        assertThat(isTooLongAfter(2)).isTrue();
    }

    @Test
    void waitsForEverForABrokerThatHasNothingToSay() {
        isThere = true;

        for (int i = 0; i < 100; i++) {
            assertThat(isTooLongAfter(10)).isFalse();
        }
    }

    @Test
    void asksNothingWhileRecordsCome() {
        for (int i = 0; i < 100; i++) {
            now += Duration.ofSeconds(10).toNanos();
            assertThat(silence.isTooLong(true)).isFalse();
        }

        assertThat(questions).isZero();
    }

    @Test
    void countsAnewWhenTheBrokerIsBack() {
        assertThat(isTooLongAfter(19)).isFalse();
        isThere = true;
        assertThat(isTooLongAfter(0)).isFalse();
        isThere = false;

        assertThat(isTooLongAfter(19)).isFalse();
    }

    private boolean isTooLongAfter(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
        return silence.isTooLong(false);
    }
}
