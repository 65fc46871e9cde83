package dev.titorelli.worker.batch;

import static dev.titorelli.worker.TestJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.Lane;
import dev.titorelli.worker.FakePainter;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.schedule.Work;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BegunStepsTest {

    private static final int LAYERS = 3;
    private final FakePainter painter = new FakePainter(() -> {}).withLayers(LAYERS);
    private final BegunSteps steps = new BegunSteps();
    private final ActiveRun one = begun(1, Lane.BULK);
    private final ActiveRun two = begun(2, Lane.INTERACTIVE);

    @Test
    void goesOnAsOneJobOfAllRows() {
        BegunStep step = steps.begun(List.of(one, two), this::begin);
        step.advance(2);
        assertThat(steps.begun(List.of(one, two), this::begin)).isSameAs(step);
        assertThat(step.work()).isEqualTo(new Work.Steps(1, step.rows(), 2));
        assertThat(step.rows()).hasSize(2);
        assertThat(step.lane()).isEqualTo(Lane.INTERACTIVE);
        step.advance(Integer.MAX_VALUE);
        assertThat(step.isDone()).isTrue();
    }

    @Test
    void othersBeginAnewWhenARunLeavesInTheMidstOfTheirStep() {
        steps.begun(List.of(one, two), this::begin).advance(2);
        steps.leave(one);
        assertThat(steps.of(two)).isEmpty();
        BegunStep alone = steps.begun(List.of(two), this::begin);
        assertThat(alone.isDone()).isFalse();
        alone.advance(LAYERS);
        assertThat(alone.end()).isEmpty();
        assertThat(two.painting().stepsDone()).isEqualTo(1);
        assertThat(one.painting().stepsDone()).isZero();
    }

    private BegunStep begin(List<ActiveRun> runs) {
        return new BegunStep(runs, painter, Clock.systemUTC());
    }

    private ActiveRun begun(int seed, Lane lane) {
        Job job = Job.newBuilder(aJob()).setSeed(seed).setLane(lane).build();
        ActiveRun run = new ActiveRun(
                TestJobs.aRun(job),
                seed,
                new ProgressPace(
                        0, ProgressPace.DEFAULT_SILENCE, Clock.systemUTC().instant()),
                Clock.systemUTC());
        run.look(painter);
        return run;
    }
}
