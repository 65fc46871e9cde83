package dev.titorelli.worker.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.titorelli.Lane;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    private final CostModel costs = Jobs.costs();
    private final Scheduler scheduler =
            new Scheduler(new ScheduleSettings(0.1, Duration.ofSeconds(5), 0.05, bucket -> 6), costs);

    @Test
    void hasNothingToDoWithoutJobs() {
        assertThat(scheduler.next(0, List.of()).slice()).isEmpty();
    }

    @Test
    void interactiveGoesFirst() {
        LiveJob bulk = Jobs.stepping("b", Lane.BULK, 16);
        LiveJob person = Jobs.stepping("p", Lane.INTERACTIVE, 64);

        assertThat(slice(bulk, person).jobs()).containsExactly(person);
    }

    @Test
    void jobsOfABucketStepTogetherUpToTheRowsThatPay() {
        List<LiveJob> jobs = List.of(
                Jobs.stepping("a", Lane.BULK, 64),
                Jobs.stepping("b", Lane.BULK, 64),
                Jobs.stepping("c", Lane.BULK, 64),
                Jobs.stepping("d", Lane.BULK, 64));

        assertThat(scheduler.next(0, jobs).slice().orElseThrow().jobs()).hasSize(3);
    }

    @Test
    void aJobWithMoreRowsThanPayStepsAlone() {
        LiveJob wide = Jobs.job("wide", Lane.BULK, 64, Jobs.steps(3, 20, 64));

        assertThat(slice(wide).jobs()).containsExactly(wide);
    }

    @Test
    void jobsOfOtherBucketsStepApart() {
        assertThat(slice(Jobs.stepping("a", Lane.BULK, 16), Jobs.stepping("b", Lane.BULK, 64))
                        .jobs())
                .hasSize(1);
    }

    @Test
    void bulkRidesAlongWhereItCostsHardlyAnything() {
        LiveJob person = Jobs.stepping("p", Lane.INTERACTIVE, 64);
        LiveJob bulk = Jobs.stepping("b", Lane.BULK, 64);
        learn(new Slice.Step(List.of(person)), 1_000_000);
        learn(new Slice.Step(List.of(person, bulk)), 1_010_000);

        assertThat(slice(bulk, person).jobs()).containsExactly(person, bulk);
    }

    @Test
    void everyLanePaysForItsRowsOfAStepThatGoesOnAsOneJob() {
        assertThat(afterManySteps(false).jobs())
                .as("one lane pays")
                .extracting(LiveJob::id)
                .containsExactly("b");
        assertThat(afterManySteps(true).jobs())
                .as("each pays")
                .extracting(LiveJob::id)
                .containsExactly("p and r");
    }

    /** What is next after many half steps of a person and a rider of BULK, while another of BULK waits. */
    private Slice afterManySteps(boolean eachPays) {
        Scheduler sharing = new Scheduler(new ScheduleSettings(0.1, Duration.ofNanos(1), 0, bucket -> 6), Jobs.costs());
        LiveJob person = Jobs.stepping("p", Lane.INTERACTIVE, 64);
        LiveJob rider = Jobs.stepping("r", Lane.BULK, 64);
        List<RowLength> rows = new Slice.Step(List.of(person, rider)).rows();
        LiveJob both = Jobs.job("p and r", Lane.INTERACTIVE, 64, new Work.Steps(1, rows, 1));
        List<LiveJob> jobs = List.of(both, Jobs.job("b", Lane.BULK, 16, Jobs.steps(10, 2, 16)));
        for (int i = 0; i < 50; i++) {
            Slice next = sharing.next(0, jobs).slice().orElseThrow();
            if (!next.jobs().equals(List.of(both))) {
                return next;
            }
            sharing.ran(next, 1_000_000_000, eachPays ? List.of(person, rider) : next.jobs());
        }
        return sharing.next(0, jobs).slice().orElseThrow();
    }

    @Test
    void bulkDoesNotRideWhereItMakesAPersonWait() {
        LiveJob person = Jobs.stepping("p", Lane.INTERACTIVE, 64);
        LiveJob bulk = Jobs.stepping("b", Lane.BULK, 64);
        learn(new Slice.Step(List.of(person)), 1_000_000);
        learn(new Slice.Step(List.of(person, bulk)), 2_000_000);

        assertThat(slice(bulk, person).jobs()).containsExactly(person);
    }

    @Test
    void aStepLongerThanASliceTakesThoseAlongWhoCostHardlyAnything() {
        Scheduler quick = new Scheduler(new ScheduleSettings(0.1, Duration.ofNanos(1), 0.05, bucket -> 6), costs);
        LiveJob one = Jobs.stepping("a", Lane.BULK, 64);
        LiveJob two = Jobs.stepping("b", Lane.BULK, 64);
        learn(new Slice.Step(List.of(one)), 1_000_000);
        learn(new Slice.Step(List.of(one, two)), 1_010_000);

        assertThat(quick.next(0, List.of(one, two)).slice().orElseThrow().jobs())
                .containsExactly(one, two);
    }

    @Test
    void cutsAPassIntoSlices() {
        Scheduler quick = new Scheduler(new ScheduleSettings(0.1, Duration.ofMillis(10), 0, bucket -> 6), costs);
        LiveJob job = Jobs.job("a", Lane.BULK, 64, new Work.Pass(SliceKind.PREFILL, 1000, 3, 8));
        learn(new Slice.Part(job, (Work.Pass) job.work(), 3, 4), 4_000_000);

        Slice slice = quick.next(0, List.of(job)).slice().orElseThrow();
        assertThat(slice).isInstanceOfSatisfying(Slice.Part.class, part -> assertThat(part.to() - part.from())
                .isEqualTo(2));
    }

    @Test
    void aUnitLongerThanASliceStillRuns() {
        Scheduler quick = new Scheduler(new ScheduleSettings(0.1, Duration.ofNanos(1), 0, bucket -> 6), costs);
        LiveJob job = Jobs.job("a", Lane.BULK, 64, new Work.Pass(SliceKind.DECODE, 65_536, 0, 4));

        assertThat(quick.next(0, List.of(job)).slice())
                .hasValueSatisfying(
                        slice -> assertThat(((Slice.Part) slice).to()).isEqualTo(1));
    }

    @Test
    void whoHasWaitedLongestInABucketIsNext() {
        LiveJob later = with(Jobs.job("a", Lane.BULK, 64, new Work.Pass(SliceKind.DECODE, 9, 0, 1)), 7, LiveJob.NEVER);
        LiveJob earlier = with(Jobs.stepping("b", Lane.BULK, 64), 3, LiveJob.NEVER);

        assertThat(slice(later, earlier).jobs()).containsExactly(earlier);
    }

    @Test
    void aCancelledJobEndsAtTheBoundary() {
        LiveJob job = Jobs.stepping("a", Lane.BULK, 64);
        LiveJob stopped = new LiveJob("s", Lane.INTERACTIVE, 64, job.work(), new LiveJob.Terms(0, LiveJob.NEVER, true));

        Decision decision = scheduler.next(0, List.of(job, stopped));
        assertThat(decision.endings()).containsExactly(new Decision.Ending(stopped, Decision.Why.STOPPED));
        assertThat(decision.slice().orElseThrow().jobs()).containsExactly(job);
    }

    @Test
    void anOverdueJobEndsAtTheBoundary() {
        LiveJob job = with(Jobs.stepping("a", Lane.BULK, 64), 0, 100);

        assertThat(scheduler.next(99, List.of(job)).endings()).isEmpty();
        assertThat(scheduler.next(100, List.of(job)).endings())
                .containsExactly(new Decision.Ending(job, Decision.Why.OVERDUE));
    }

    @Test
    void refusesAShareOfAll() {
        assertThatThrownBy(() -> new ScheduleSettings(1, Duration.ofMillis(1), 0, bucket -> 1))
                .hasMessage("bulkShare 1.0: allowed is 0 to below 1");
    }

    private static LiveJob with(LiveJob job, long since, long deadline) {
        return new LiveJob(job.id(), job.lane(), job.bucket(), job.work(), new LiveJob.Terms(since, deadline, false));
    }

    @Test
    void cutsAStepAtTheLayersThatFillASlice() {
        Slice.Step step = (Slice.Step) slice(Jobs.stepping("a", Lane.BULK, 16));
        learn(step, 10_000_000_000L); // two slices
        Slice.Step first = scheduler.cut(step);
        assertThat(first.from()).isZero();
        assertThat(first.to()).isEqualTo(4);
    }

    @Test
    void aJobInTheMidstOfAStepGoesOnAlone() {
        Work rest = new Work.Steps(1, List.of(new RowLength(60, 16), new RowLength(60, 16)), 3);
        LiveJob midst = Jobs.job("a", Lane.BULK, 16, rest);
        Slice slice = slice(midst, Jobs.stepping("b", Lane.BULK, 16));
        assertThat(slice.jobs()).containsExactly(midst);
        assertThat(((Slice.Step) slice).from()).isEqualTo(3);
        assertThat(scheduler.cut((Slice.Step) slice).from()).isEqualTo(3);
    }

    private Slice slice(LiveJob... jobs) {
        return scheduler.next(0, List.of(jobs)).slice().orElseThrow();
    }

    private void learn(Slice slice, long nanos) {
        costs.measured(slice, nanos);
    }
}
