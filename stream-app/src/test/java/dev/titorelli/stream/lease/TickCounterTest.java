package dev.titorelli.stream.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.stream.lease.EndOffsets.Reading;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TickCounterTest {

    private final TickCounter ticks = new TickCounter(7_000);

    private static Optional<Reading> reading(long answer) {
        return Optional.of(new Reading(answer, 0, 10, Map.of(3, 20L), Map.of(3, 15L)));
    }

    private boolean tick(long nowMs, Optional<Reading> reading, long workerNext, long outcomeNext) {
        return ticks.counts(nowMs, reading, workerNext, new OutcomePosition(3, outcomeNext));
    }

    @Test
    void theFirstTickDoesNotCount() {
        assertThat(tick(0, reading(1), 10, 20)).isFalse();
        assertThat(tick(5_000, reading(2), 10, 20)).isTrue();
    }

    @Test
    void anAnswerCountsOnce() {
        tick(0, reading(1), 10, 20);

        assertThat(tick(5_000, reading(1), 10, 20)).isFalse();
    }

    @Test
    void aTickThatComesLateDoesNotCount() {
        tick(0, reading(1), 10, 20);

        assertThat(tick(7_001, reading(2), 10, 20)).isFalse();
    }

    @Test
    void unreadHeartbeatsDoNotCount() {
        tick(0, reading(1), 10, 20);

        assertThat(tick(5_000, reading(2), 9, 20)).isFalse();
    }

    @Test
    void unreadOutcomesDoNotCount() {
        tick(0, reading(1), 10, 20);

        assertThat(tick(5_000, reading(2), 10, 19)).isFalse();
    }

    @Test
    void whatWasCommittedWasRead() {
        Optional<Reading> committed = Optional.of(new Reading(2, 0, 10, Map.of(3, 20L), Map.of(3, 20L)));
        tick(0, reading(1), 10, 0);

        assertThat(tick(5_000, committed, 10, 0)).isTrue();
    }

    @Test
    void aPartitionThatTheBrokerDidNotNameDoesNotCount() {
        Optional<Reading> other = Optional.of(new Reading(2, 0, 10, Map.of(1, 0L), Map.of()));
        tick(0, reading(1), 10, 20);

        assertThat(tick(5_000, other, 10, 20)).isFalse();
    }
}
