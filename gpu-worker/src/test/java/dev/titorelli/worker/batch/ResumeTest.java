package dev.titorelli.worker.batch;

import static dev.titorelli.worker.TestJobs.aJob;
import static dev.titorelli.worker.TestJobs.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import dev.titorelli.Job;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.FakePainter;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.resume.Checkpoint;
import dev.titorelli.worker.resume.CheckpointShelf;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.run.RunOrder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that go on where earlier ones were, with a painter that is quick. */
final class ResumeTest {

    private static final CheckpointShelf SHELF = new CheckpointShelf("profile-1");
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration EVERY_STEP = Duration.ZERO;

    private final SentRecords sent = new SentRecords(true);
    private final HeldRuns held = new HeldRuns();
    private final UnsteadyStore store = new UnsteadyStore(new InMemoryObjectStore());
    private final DevicePulse pulse = new DevicePulse(Clock.systemUTC());
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private Runnable beforeStep = () -> {};
    private final FakePainter painter = new FakePainter(() -> beforeStep.run());
    private DeviceLoop device;

    @AfterEach
    void stop() {
        device.close();
        assertThat(broken).isNotDone();
    }

    @Test
    void keepsARunsLatentsBeforeItIsGivenBack() throws Exception {
        giveBackAfter(3);
        assertThat(last().getKind()).isEqualTo(OutcomeKind.RETURNED);
        Checkpoint kept = SHELF.find(aJob(), store).newest().orElseThrow();
        assertThat(kept.step()).isEqualTo(3);
        assertThat(kept.latents()).containsExactly(7f, 3f);
    }

    @Test
    void goesOnFromWhereAnEarlierAttemptWasGivenBack() throws Exception {
        giveBackAfter(3);
        finish(NEVER, aRun(attempt(2)));
        assertThat(last().getKind()).isEqualTo(OutcomeKind.SUCCEEDED);
        assertThat(last().getLedger().getStepsRun()).isEqualTo(1);
    }

    @Test
    void removesTheCheckpointsOfAPictureThatIsMade() throws Exception {
        giveBackAfter(3);
        finish(NEVER, aRun(attempt(2)));
        awaitNoCheckpoint();
    }

    @Test
    void removesTheCheckpointsOfACancelledRun() throws Exception {
        giveBackAfter(2);
        JobRun run = aRun(attempt(2));
        beforeStep = () -> run.order(RunOrder.CANCEL);
        finish(NEVER, run);
        assertThat(last().getKind()).isEqualTo(OutcomeKind.CANCELLED);
        awaitNoCheckpoint();
    }

    @Test
    void removesTheCheckpointsOfARunThatDiedWhenItsPictureWasStored() throws Exception {
        finish(NEVER, aRun());
        SHELF.put(aJob(), new Checkpoint(aJob().getJobDigest(), "profile-1", 3, 4, new float[2]), 0, store);
        finish(NEVER, aRun(attempt(2)));
        assertThat(last().getLedger().getReused()).isTrue();
        awaitNoCheckpoint();
    }

    @Test
    void looksForNoneAtTheFirstAttempt() throws Exception {
        giveBackAfter(3);
        finish(NEVER, aRun(aJob()));
        assertThat(last().getLedger().getStepsRun()).isEqualTo(4);
    }

    @Test
    void keepsALongRunsLatentsOnItsWay() throws Exception {
        JobRun run = aRun();
        beforeStep = () -> {
            if (run.held().getStep() == 2) {
                awaitCheckpoint();
                run.order(RunOrder.FENCE); // as if it were killed
            }
        };
        finish(EVERY_STEP, run);
        assertThat(SHELF.find(aJob(), store).newest().orElseThrow().step()).isPositive();
        assertThat(sent.values(Topics.OUTCOME)).extracting(Outcome::getKind).containsExactly(OutcomeKind.RUNNING);
    }

    @Test
    void keepsNothingOfAShortRun() throws Exception {
        JobRun run = aRun();
        beforeStep = () -> {
            if (run.held().getStep() == 3) {
                run.order(RunOrder.FENCE);
            }
        };
        finish(NEVER, run);
        assertThat(SHELF.find(aJob(), store).count()).isZero();
    }

    @Test
    void startsFromStepZeroInAnotherProfile() throws Exception {
        new CheckpointShelf("profile-2")
                .put(aJob(), new Checkpoint(aJob().getJobDigest(), "profile-2", 3, 4, new float[2]), 0, store);
        finish(NEVER, aRun(attempt(2)));
        assertThat(last().getLedger().getStepsRun()).isEqualTo(4);
    }

    @Test
    void startsFromStepZeroWhenTheLatentsAreOfAnotherSize() throws Exception {
        SHELF.put(aJob(), new Checkpoint(aJob().getJobDigest(), "profile-1", 3, 4, new float[3]), 0, store);
        finish(NEVER, aRun(attempt(2)));
        assertThat(last().getKind()).isEqualTo(OutcomeKind.SUCCEEDED);
        assertThat(last().getLedger().getStepsRun()).isEqualTo(4);
    }

    @Test
    void goesOnWithAJobThatSkipsSteps() throws Exception {
        Job skipping = Job.newBuilder(attempt(2)).setStepCaching(2).build();
        SHELF.put(aJob(), new Checkpoint(aJob().getJobDigest(), "profile-1", 3, 4, new float[2]), 0, store);
        finish(NEVER, aRun(skipping));
        assertThat(last().getLedger().getStepsRun()).isEqualTo(1);
    }

    @Test
    void decodesAtOnceWhatHadAllItsSteps() throws Exception {
        SHELF.put(aJob(), new Checkpoint(aJob().getJobDigest(), "profile-1", 4, 4, new float[2]), 0, store);
        finish(NEVER, aRun(attempt(2)));
        assertThat(last().getKind()).isEqualTo(OutcomeKind.SUCCEEDED);
        assertThat(painter.batches()).isEmpty();
    }

    @Test
    void goesOnFromItsOwnCheckpointWhenDeviceMemoryWasShort() throws Exception {
        beforeStep = () -> {
            if (painter.batches().size() == 4) {
                throw new EngineException("CUDA out of memory");
            }
        };
        finish(EVERY_STEP, aRun());
        assertThat(last().getKind()).isEqualTo(OutcomeKind.SUCCEEDED);
        assertThat(painter.paintings()).isEqualTo(2);
        assertThat(painter.batches()).hasSizeLessThan(4 + 4); // not from its start
    }

    @Test
    void isGivenBackThoughTheStoreIsAway() throws Exception {
        JobRun run = aRun();
        beforeStep = () -> {
            store.fail(Integer.MAX_VALUE);
            run.order(RunOrder.RETURN);
        };
        finish(NEVER, run);
        assertThat(last().getKind()).isEqualTo(OutcomeKind.RETURNED);
        assertThat(store.failures()).isEqualTo(1);
    }

    @Test
    void paintsOnThoughACheckpointCantBeWritten() throws Exception {
        beforeStep = () -> store.fail(1);
        finish(EVERY_STEP, aRun());
        assertThat(last().getKind()).isEqualTo(OutcomeKind.SUCCEEDED);
        assertThat(painter.paintings()).isEqualTo(1);
    }

    private void giveBackAfter(int steps) throws InterruptedException {
        JobRun run = aRun();
        beforeStep = () -> {
            if (run.held().getStep() == steps - 1) {
                run.order(RunOrder.RETURN);
            }
        };
        finish(NEVER, run);
        beforeStep = () -> {};
    }

    private void finish(Duration checkpointEvery, JobRun run) throws InterruptedException {
        if (device != null) {
            device.close();
        }
        device = device(checkpointEvery);
        CountDownLatch freed = new CountDownLatch(1);
        held.add(run);
        held.whenFreed(freed::countDown);
        device.begin(run);
        assertThat(freed.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private DeviceLoop device(Duration checkpointEvery) {
        DeviceLoop loop = new DeviceLoop(
                painter,
                DeviceLoop.Pace.of(4),
                new DeviceLoop.Shelter(store, new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)), checkpointEvery),
                new DeviceLoop.Reports(
                        new OutcomeWriter(sent.sender(), Clock.systemUTC(), held, broken::complete),
                        new DeadLetters(sent.sender(), TestJobs.WORKER_RUN, Clock.systemUTC()),
                        broken::complete),
                pulse,
                Clock.systemUTC());
        loop.start();
        return loop;
    }

    private void awaitCheckpoint() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (SHELF.find(aJob(), store).count() == 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** They are removed beside the device, after the outcome. */
    private void awaitNoCheckpoint() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (SHELF.find(aJob(), store).count() > 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static Job attempt(int number) {
        return Job.newBuilder(aJob()).setAttempt(number).build();
    }

    private Outcome last() {
        List<Outcome> outcomes = sent.values(Topics.OUTCOME);
        return outcomes.get(outcomes.size() - 1);
    }
}
