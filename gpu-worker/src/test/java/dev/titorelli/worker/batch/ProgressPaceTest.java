package dev.titorelli.worker.batch;

import static dev.titorelli.worker.TestJobs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProgressPaceTest {

    private static final Duration SILENCE = Duration.ofSeconds(1);

    @Test
    void keepsToTheJobsPace() {
        assertThat(told(new ProgressPace(3, SILENCE, NOON), 10, 0)).containsExactly(3, 6, 9);
    }

    @Test
    void tellsOnceOfStepsThatWereMadeTogether() {
        ProgressPace pace = new ProgressPace(3, SILENCE, NOON);

        assertThat(IntStream.of(1, 2, 5, 8, 10).filter(step -> pace.due(step, 10, NOON)))
                .containsExactly(5, 8, 10);
    }

    @Test
    void tellsEveryTenthOfALongWay() {
        assertThat(told(new ProgressPace(0, SILENCE, NOON), 50, 0))
                .containsExactly(5, 10, 15, 20, 25, 30, 35, 40, 45, 50);
    }

    @Test
    void tellsEachStepOfAShortWay() {
        assertThat(told(new ProgressPace(0, SILENCE, NOON), 4, 0)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void tellsSlowStepsEachSecond() {
        assertThat(told(new ProgressPace(0, SILENCE, NOON), 50, 500)).contains(2, 4, 5, 7);
    }

    private static List<Integer> told(ProgressPace pace, int steps, long msPerStep) {
        return IntStream.rangeClosed(1, steps)
                .filter(step -> pace.due(step, steps, NOON.plusMillis(step * msPerStep)))
                .boxed()
                .toList();
    }
}
