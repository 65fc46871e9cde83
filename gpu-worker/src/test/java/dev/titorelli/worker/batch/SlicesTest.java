package dev.titorelli.worker.batch;

import static dev.titorelli.worker.TestJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.Ledger;
import dev.titorelli.worker.FakePainter;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.schedule.SliceKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SlicesTest {

    private static final long STEP_MS = 100;
    private final SteppingClock clock = new SteppingClock();
    private final OutcomeWriter outcomes =
            new OutcomeWriter(new SentRecords(true).sender(), clock, new HeldRuns(), failure -> {});
    private final FakePainter painter = new FakePainter(() -> clock.goOn(STEP_MS));
    private final Slices slices = new Slices(
            painter, outcomes, new Previews(new InMemoryObjectStore(), outcomes, new Boundary(clock)), clock);

    @Test
    void sharesTheTimeOfABatchAmongItsRunsWithoutARest() {
        ActiveRun small = begun(32, 32);
        ActiveRun large = begun(64, 96);
        slices.step(List.of(small, large));
        slices.step(List.of(small, large));
        slices.step(List.of(large));
        Ledger ofSmall = small.ledger().soFar();
        Ledger ofLarge = large.ledger().soFar();
        assertThat(ofSmall.getStepMs() + ofLarge.getStepMs()).isEqualTo(3 * STEP_MS);
        assertThat(ofLarge.getStepMs() - STEP_MS).as("six times the tokens").isEqualTo(171);
        assertThat(ofSmall.getDeviceMs()).isEqualTo(ofSmall.getStepMs());
    }

    @Test
    void tellsHowManyRowsSteppedBesideARun() {
        ActiveRun first = begun(32, 32);
        ActiveRun second = begun(32, 32);
        slices.step(List.of(first, second));
        slices.step(List.of(first));
        Ledger ledger = first.ledger().soFar();
        assertThat(ledger.getStepsRun()).isEqualTo(2);
        assertThat(ledger.getRowsSeen()).isEqualTo(1.5);
        assertThat(ledger.getMostRows()).isEqualTo(2);
    }

    @Test
    void losesNothingOfManyShortPieces() {
        RunLedger ledger = begun(32, 32).ledger();
        long before = ledger.soFar().getDecodeMs();
        for (int i = 0; i < 100; i++) {
            ledger.passing(SliceKind.DECODE, () -> clock.goOn(Duration.ofNanos(700_000)));
        }
        assertThat(ledger.soFar().getDecodeMs() - before).isEqualTo(70);
    }

    private ActiveRun begun(int widthPx, int heightPx) {
        Job job =
                Job.newBuilder(aJob()).setWidthPx(widthPx).setHeightPx(heightPx).build();
        ActiveRun active = new ActiveRun(
                TestJobs.aRun(job), 1, new ProgressPace(0, ProgressPace.DEFAULT_SILENCE, clock.instant()), clock);
        active.look(painter);
        active.painting().advance(1);
        return active;
    }
}
