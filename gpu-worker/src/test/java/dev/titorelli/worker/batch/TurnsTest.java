package dev.titorelli.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.Lane;
import dev.titorelli.worker.FakePainter;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.schedule.LiveJob;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TurnsTest {

    private final FakePainter painter = new FakePainter(() -> {}).withLayers(4);
    private final Clock clock = Clock.systemUTC();

    @Test
    void letsEveryLanePayForItsOwnRowsOfAStepThatRestsBetweenTwoLayers() {
        ActiveRun person = stepping(1, Lane.INTERACTIVE);
        ActiveRun rider = stepping(2, Lane.BULK);
        BegunSteps begun = new BegunSteps();
        begun.begun(List.of(person, rider), runs -> new BegunStep(runs, painter, clock))
                .advance(1);

        Turns turns = new Turns(painter, new DeviceLoop.Pace(4, Duration.ofNanos(1)));
        Turns.Turn rest = turns.next(List.of(person, rider), begun).orElseThrow();

        assertThat(rest.slice().jobs()).extracting(LiveJob::lane).containsExactly(Lane.INTERACTIVE);
        assertThat(rest.payers()).extracting(LiveJob::lane).containsExactly(Lane.INTERACTIVE, Lane.BULK);
        begun.close();
    }

    private ActiveRun stepping(int turn, Lane lane) {
        Job job = Job.newBuilder(TestJobs.aJob()).setLane(lane).build();
        ActiveRun active = new ActiveRun(
                TestJobs.aRun(job), turn, new ProgressPace(0, Duration.ofHours(1), clock.instant()), clock);
        active.look(painter);
        active.painting().advance(1);
        active.look(painter);
        return active;
    }
}
