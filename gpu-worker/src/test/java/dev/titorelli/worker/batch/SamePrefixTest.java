package dev.titorelli.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Job;
import dev.titorelli.Lane;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.FakePainter;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.run.RunOrder;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs of one prompt on the real loop, cut into the shortest slices; a picture is told by its seed. */
final class SamePrefixTest {

    private static final long LIMIT_SECONDS = 30;
    private static final int UNITS = 40;

    private final SentRecords sent = new SentRecords(true);
    private final HeldRuns held = new HeldRuns();
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private final FakePainter painter = new FakePainter(() -> {});
    private final DeviceLoop device = new DeviceLoop(
            painter,
            new DeviceLoop.Pace(4, Duration.ofNanos(1)),
            new DeviceLoop.Shelter(new InMemoryObjectStore(), new Backoff(Duration.ofMillis(1), Duration.ofMillis(2))),
            new DeviceLoop.Reports(
                    new OutcomeWriter(sent.sender(), Clock.systemUTC(), held, broken::complete),
                    new DeadLetters(sent.sender(), TestJobs.WORKER_RUN, Clock.systemUTC()),
                    broken::complete),
            new DevicePulse(Clock.systemUTC()),
            Clock.systemUTC());

    @BeforeEach
    void lend() {
        painter.lend();
        painter.cut(UNITS, () -> {});
    }

    @AfterEach
    void stop() {
        device.close();
    }

    @Test
    void computesItOnceForJobsOfTwoBuckets() throws Exception {
        finish(run(1, 16, Lane.INTERACTIVE), run(2, 64, Lane.INTERACTIVE));
        assertThat(slices(1) + slices(2)).isEqualTo(UNITS + 2 * UNITS);
        assertThat(succeeded()).isEqualTo(2);
    }

    @Test
    void computesEachOfTwoThatDiffer() throws Exception {
        JobRun other = run(2, 64, Lane.INTERACTIVE);
        other.job().setPrompt("another");
        finish(run(1, 16, Lane.INTERACTIVE), other);
        assertThat(slices(1)).isEqualTo(2 * UNITS);
        assertThat(slices(2)).isEqualTo(2 * UNITS);
    }

    @Test
    void computesItOnceThoughBulkHasItsShareMeanwhile() throws Exception {
        finish(run(1, 16, Lane.INTERACTIVE), run(2, 64, Lane.BULK));
        assertThat(slices(1)).isEqualTo(2 * UNITS);
        assertThat(slices(2)).isEqualTo(UNITS);
    }

    @Test
    void computesItAnewWhenTheFirstIsCancelled() throws Exception {
        JobRun first = run(1, 16, Lane.INTERACTIVE);
        painter.cut(UNITS, () -> {
            if (painter.passes().size() == UNITS / 2) {
                first.order(RunOrder.CANCEL);
            }
        });
        finish(first, run(2, 64, Lane.INTERACTIVE));
        assertThat(slices(1)).isEqualTo(UNITS / 2);
        assertThat(slices(2)).isEqualTo(2 * UNITS);
        assertThat(succeeded()).isEqualTo(1);
    }

    @Test
    void computesItAnewWhenTheFirstFails() throws Exception {
        painter.cut(UNITS, () -> {
            if (painter.passes().size() == UNITS / 2) {
                throw new JobFailedException(FaultCode.BAD_CONDITIONING, "of the first alone");
            }
        });
        finish(run(1, 16, Lane.INTERACTIVE), run(2, 64, Lane.INTERACTIVE));
        assertThat(slices(2)).isEqualTo(2 * UNITS);
        assertThat(succeeded()).isEqualTo(1);
    }

    @Test
    void interactiveDoesNotWaitForBulkWhichGivesUpWhatItHasBegun() throws Exception {
        JobRun person = run(2, 16, Lane.INTERACTIVE);
        painter.cut(UNITS, () -> {
            if (painter.passes().size() == 1) {
                device.begin(person);
                awaitHandedOver(2);
            }
        });
        held.add(person);
        finish(2, run(1, 64, Lane.BULK));
        assertThat(painter.passes().subList(0, 2)).containsExactly(1L, 2L);
        assertThat(slices(2)).isEqualTo(2 * UNITS);
        assertThat(slices(1)).isLessThan(2 * UNITS);
        assertThat(succeeded()).isEqualTo(2);
    }

    @Test
    void nobodyWaitsForARunThatStandsBehindOthers() {
        ActiveRun first = looked(1);
        ActiveRun second = looked(2);
        SamePrefix same = new SamePrefix();
        same.ran(first);
        assertThat(same.of(List.of(first, second), run -> true)).containsExactly(first);
        assertThat(same.of(List.of(first, second), run -> false)).containsExactly(first, second);
    }

    private ActiveRun looked(int seed) {
        JobRun run = run(seed, 16, Lane.INTERACTIVE);
        Clock clock = Clock.systemUTC();
        ActiveRun active = new ActiveRun(run, seed, new ProgressPace(0, Duration.ofHours(1), clock.instant()), clock);
        active.look(painter);
        return active;
    }

    /** All have their inputs before the first slice. */
    private void finish(JobRun... runs) throws InterruptedException {
        CountDownLatch freed = new CountDownLatch(runs.length);
        held.whenFreed(freed::countDown);
        for (int i = 0; i < runs.length; i++) {
            held.add(runs[i]);
            device.begin(runs[i]);
            awaitHandedOver(i + 1);
        }
        device.start();
        assertThat(freed.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(broken).isNotDone();
    }

    private void finish(int runs, JobRun first) throws InterruptedException {
        CountDownLatch freed = new CountDownLatch(runs);
        held.whenFreed(freed::countDown);
        held.add(first);
        device.begin(first);
        device.start();
        assertThat(freed.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private void awaitHandedOver(int runs) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (device.handedOver() < runs) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private int slices(long seed) {
        return Collections.frequency(painter.passes(), seed);
    }

    private long succeeded() {
        return sent.values(Topics.OUTCOME).stream()
                .map(Outcome::getKind)
                .filter(OutcomeKind.SUCCEEDED::equals)
                .count();
    }

    private static JobRun run(int seed, int bucket, Lane lane) {
        Job job = TestJobs.aJob();
        job.setSeed(seed);
        job.setJobId(job.getJobId() + seed);
        job.setOutputKey(job.getOutputKey() + seed);
        job.setLane(lane);
        job.setQueue("fake.tokens-" + bucket + (lane == Lane.BULK ? ".bulk" : ""));
        return TestJobs.aRun(job);
    }
}
