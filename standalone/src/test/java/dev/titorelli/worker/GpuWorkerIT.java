package dev.titorelli.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.Job;
import dev.titorelli.JobControlKind;
import dev.titorelli.Lane;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.fault.CannotStart;
import dev.titorelli.standalone.embedded.EmbeddedKafka;
import dev.titorelli.worker.object.FileObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GpuWorkerIT {

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;

    private final AllowedSteps steps = new AllowedSteps();
    private final FakePainter painter = new FakePainter(steps::take);
    private WorkerBench bench;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(directory, 0);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void prepare() {
        bench = new WorkerBench(kafka.bootstrapServers());
    }

    @AfterEach
    void clearUp() {
        steps.allow(1_000_000);
        bench.close();
    }

    @Test
    void turnsAJobIntoAPictureAndAnOutcome() throws Exception {
        bench.startWorker(painter);
        steps.allow(4);
        Job job = bench.job("r-1", 16, Lane.INTERACTIVE);
        bench.release(job);

        assertThat(bench.outcomesUntil("r-1", OutcomeKind.SUCCEEDED))
                .extracting(Outcome::getKind)
                .containsExactly(OutcomeKind.STARTED, OutcomeKind.RUNNING, OutcomeKind.SUCCEEDED);
        Outcome succeeded = bench.lastOutcome("r-1");
        assertThat(bench.objects().get(job.getOutputKey())).hasValueSatisfying(stored -> {
            assertThat(stored.metadata().fileDigest())
                    .isEqualTo(succeeded.getImage().getDigest());
            assertThat(stored.metadata().value("job-digest")).isEqualTo(job.getJobDigest());
        });
    }

    /** Of four queues, which each have a job, it may serve three: it comes to the last one when another is empty. */
    @Test
    void comesToAQueueWithJobsThatNobodyServes() throws Exception {
        bench.queuesAtOnce(3);
        GpuWorker worker = bench.startWorker(painter);
        steps.allow(16);
        for (Lane lane : List.of(Lane.INTERACTIVE, Lane.BULK)) {
            bench.release(bench.job("small-" + lane, 16, lane));
            bench.release(bench.job("large-" + lane, 64, lane));
        }

        for (Lane lane : List.of(Lane.INTERACTIVE, Lane.BULK)) {
            bench.outcomesUntil("small-" + lane, OutcomeKind.SUCCEEDED);
            bench.outcomesUntil("large-" + lane, OutcomeKind.SUCCEEDED);
        }
        bench.awaitHeartbeat(worker.workerRun(), said -> said.getQueues().size() == 3);
    }

    @Test
    void aFloodOfBulkJobsLeavesAPlaceToAnInteractiveOne() throws Exception {
        bench.startWorker(painter);
        for (int i = 0; i < 6; i++) {
            bench.release(bench.job("bulk-" + i, 64, Lane.BULK));
        }
        bench.outcomesUntil("bulk-2", OutcomeKind.STARTED);
        bench.release(bench.job("person", 16, Lane.INTERACTIVE));

        assertThat(bench.outcomesUntil("person", OutcomeKind.STARTED)).hasSize(1);
        assertThat(bench.ended("bulk-")).isZero();
        steps.allow(100);
    }

    @Test
    void cancelsAJobBetweenTwoSteps() throws Exception {
        bench.startWorker(painter);
        steps.allow(1);
        Job job = bench.job("r-1", 16, Lane.INTERACTIVE);
        bench.release(job);
        bench.outcomesUntil("r-1", OutcomeKind.RUNNING);

        bench.order(JobControlKind.CANCEL, job, 0);
        bench.awaitOrdersRead();
        steps.allow(3);

        assertThat(bench.outcomesUntil("r-1", OutcomeKind.CANCELLED))
                .extracting(Outcome::getKind)
                .doesNotContain(OutcomeKind.SUCCEEDED);
    }

    @Test
    void dropsAFencedJobWithoutAWordAndTakesTheNextAttempt() throws Exception {
        bench.startWorker(painter);
        steps.allow(1);
        Job job = bench.job("r-1", 16, Lane.INTERACTIVE);
        bench.release(job);
        bench.outcomesUntil("r-1", OutcomeKind.RUNNING);

        bench.order(JobControlKind.FENCE, job, 1);
        bench.awaitOrdersRead();
        bench.release(Job.newBuilder(job).setAttempt(2).build());
        steps.allow(10);

        assertThat(bench.outcomesUntil("r-1", OutcomeKind.SUCCEEDED))
                .filteredOn(outcome -> outcome.getAttempt() == 1)
                .extracting(Outcome::getKind)
                .containsExactly(OutcomeKind.STARTED, OutcomeKind.RUNNING);
        assertThat(painter.paintings()).isEqualTo(2);
    }

    @Test
    void carriesOnUnderANewerAttempt() throws Exception {
        bench.startWorker(painter);
        steps.allow(1);
        Job job = bench.job("r-1", 16, Lane.INTERACTIVE);
        bench.release(job);
        bench.outcomesUntil("r-1", OutcomeKind.RUNNING);

        // The line that delivered rests until there is room; the newer attempt comes by the other lane.
        bench.release(Job.newBuilder(job)
                .setAttempt(2)
                .setQueue(bench.queue(64, Lane.BULK).toString())
                .build());
        bench.outcomesUntil("r-1", outcome -> outcome.getKind() == OutcomeKind.STARTED && outcome.getAttempt() == 2);
        steps.allow(3);

        assertThat(bench.outcomesUntil("r-1", OutcomeKind.SUCCEEDED))
                .last()
                .extracting(Outcome::getAttempt)
                .isEqualTo(2);
        assertThat(painter.paintings()).isEqualTo(1);
    }

    @Test
    void givesBackAJobOfAnotherModel() throws Exception {
        bench.startWorker(painter);
        bench.release(Job.newBuilder(bench.job("r-1", 16, Lane.INTERACTIVE))
                .setModelDigest("0".repeat(64))
                .build());

        bench.outcomesUntil("r-1", OutcomeKind.RETURNED);
        assertThat(bench.lastOutcome("r-1").getFailure().getCode()).isEqualTo("WRONG_MODEL");
        assertThat(painter.paintings()).isZero();
    }

    @Test
    void writesADeadLetterForBytesThatAreNoJob() throws Exception {
        bench.startWorker(painter);
        bench.releaseBytes(bench.queue(16, Lane.BULK), new byte[] {1, 2, 3});

        assertThat(bench.deadLetter().getCode()).isEqualTo("NOT_AVRO");
        steps.allow(4);
        bench.release(bench.job("r-1", 16, Lane.BULK));
        bench.outcomesUntil("r-1", OutcomeKind.SUCCEEDED);
    }

    @Test
    void takesEveryJobOfEveryQueueOnce() throws Exception {
        for (int i = 0; i < 6; i++) {
            bench.release(bench.job("i-" + i, i % 2 == 0 ? 16 : 64, Lane.INTERACTIVE));
            bench.release(bench.job("b-" + i, i % 2 == 0 ? 16 : 64, Lane.BULK));
        }
        steps.allow(12 * 4);
        bench.startWorker(painter);

        for (int i = 0; i < 6; i++) {
            bench.outcomesUntil("i-" + i, OutcomeKind.SUCCEEDED);
            bench.outcomesUntil("b-" + i, OutcomeKind.SUCCEEDED);
        }
        assertThat(painter.paintings()).isEqualTo(12);
        assertThat(bench.outcomes())
                .filteredOn(o -> o.getKind() == OutcomeKind.RETURNED)
                .isEmpty();
    }

    @Test
    void givesBackAJobThatFindsNoRoom() throws Exception {
        bench.oneJobAtATime();
        bench.startWorker(painter);
        bench.release(bench.job("r-1", 16, Lane.INTERACTIVE));
        bench.outcomesUntil("r-1", OutcomeKind.STARTED);
        bench.release(bench.job("r-2", 64, Lane.BULK));

        bench.outcomesUntil("r-2", OutcomeKind.RETURNED);
        assertThat(bench.lastOutcome("r-2").getFailure().getCode()).isEqualTo("NO_ROOM");
    }

    @Test
    void holdsSeveralJobsAndStepsThemTogether() throws Exception {
        bench.startWorker(painter);
        for (int i = 0; i < 3; i++) {
            bench.release(bench.job("r-" + i, 64, Lane.INTERACTIVE));
        }
        for (int i = 0; i < 3; i++) {
            bench.outcomesUntil("r-" + i, OutcomeKind.STARTED);
        }
        steps.allow(12);
        for (int i = 0; i < 3; i++) {
            bench.outcomesUntil("r-" + i, OutcomeKind.SUCCEEDED);
        }
        assertThat(painter.batches()).anyMatch(rows -> rows.size() > 1);
    }

    @Test
    void keepsAtMostOneJobOfAQueueFromAnIdleWorkerWhileItIsBusy() throws Exception {
        bench.oneJobAtATime();
        bench.startWorker(painter);
        bench.release(bench.job("busy", 16, Lane.INTERACTIVE));
        bench.outcomesUntil("busy", OutcomeKind.STARTED);
        FakePainter idle = new FakePainter(() -> {});
        bench.startWorker(idle);

        for (int i = 0; i < 6; i++) {
            bench.release(bench.job("r-" + i, 64, Lane.BULK));
        }
        bench.awaitUntil(() -> bench.ended("r-") == 6);

        assertThat(bench.outcomes())
                .filteredOn(outcome -> outcome.getKind() == OutcomeKind.RETURNED)
                .hasSizeLessThanOrEqualTo(1);
        assertThat(idle.paintings()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void breaksWhenTheDeviceHangs() throws Exception {
        GpuWorker worker = bench.startWorker(painter, Duration.ofSeconds(1));
        bench.release(bench.job("r-1", 16, Lane.INTERACTIVE));

        bench.awaitUntil(() -> bench.broken().isPresent());
        worker.close();
        assertThat(bench.broken()).get().asString().contains("one piece of work");
        assertThat(bench.outcomesUntil("r-1", OutcomeKind.STARTED))
                .extracting(Outcome::getKind)
                .containsExactly(OutcomeKind.STARTED);
        assertThat(bench.heartbeatsEnd(worker.workerRun())).isFalse();
    }

    @Test
    void answersFromTheStoredPictureWithoutPaintingAgain() throws Exception {
        bench.startWorker(painter);
        steps.allow(4);
        Job job = bench.job("r-1", 16, Lane.INTERACTIVE);
        bench.release(job);
        bench.outcomesUntil("r-1", OutcomeKind.SUCCEEDED);
        Outcome first = bench.lastOutcome("r-1");

        bench.release(Job.newBuilder(job).setAttempt(2).build());
        bench.outcomesUntil("r-1", o -> o.getKind() == OutcomeKind.SUCCEEDED && o.getAttempt() == 2);

        Outcome second = bench.lastOutcome("r-1");
        assertThat(second.getImage()).isEqualTo(first.getImage());
        assertThat(second.getPixelDigest()).isEqualTo(first.getPixelDigest());
        assertThat(second.getLedger().getReused()).isTrue();
        assertThat(painter.paintings()).isEqualTo(1);
    }

    @Test
    void answersAWishForReuseFromAnotherRequestsPicture() throws Exception {
        bench.startWorker(painter);
        steps.allow(4);
        bench.release(bench.job("r-1", 16, Lane.INTERACTIVE));
        bench.outcomesUntil("r-1", OutcomeKind.SUCCEEDED);

        Job wishing = bench.job("r-2", 16, Lane.INTERACTIVE);
        wishing.setReuse(true);
        bench.release(wishing);
        bench.outcomesUntil("r-2", OutcomeKind.SUCCEEDED);

        Outcome reused = bench.lastOutcome("r-2");
        assertThat(reused.getImage().getKey()).isEqualTo(wishing.getOutputKey());
        assertThat(reused.getPixelDigest()).isEqualTo(bench.lastOutcome("r-1").getPixelDigest());
        assertThat(reused.getLedger().getReused()).isTrue();
        assertThat(reused.getLedger().getStepsRun()).isZero();
        assertThat(painter.paintings()).isEqualTo(1);
    }

    @Test
    void heartbeatListsTheJobAndIsWithdrawnAtTheEnd() throws Exception {
        GpuWorker worker = bench.startWorker(painter);
        bench.release(bench.job("r-1", 16, Lane.INTERACTIVE));
        bench.outcomesUntil("r-1", OutcomeKind.STARTED);

        bench.awaitHeartbeat(worker.workerRun(), heartbeat -> heartbeat.getJobs().stream()
                .anyMatch(held -> held.getJobId().equals("acme/r-1/image/0")));
        steps.allow(4);
        worker.close();

        assertThat(bench.lastHeartbeat(worker.workerRun())).isEmpty();
        assertThat(bench.outcomesUntil("r-1", OutcomeKind.SUCCEEDED)).hasSize(3);
    }

    @Test
    void givesBackWhatItCantFinishWhenItStops() throws Exception {
        GpuWorker worker = bench.startWorker(painter);
        bench.release(Job.newBuilder(bench.job("r-1", 16, Lane.INTERACTIVE))
                .setSteps(10_000)
                .build());
        bench.outcomesUntil("r-1", OutcomeKind.STARTED);
        Thread stopping = new Thread(worker::close);
        stopping.start();
        bench.outcomeAfter(() -> steps.allow(1), "r-1", OutcomeKind.RETURNED);
        stopping.join();

        assertThat(bench.lastOutcome("r-1").getFailure().getCode()).isEqualTo("DRAINING");
    }

    @Test
    void keepsItsJobWhileTheStoreIsAwayAndGoesOnByItself(@TempDir Path parent) throws Exception {
        Path root = Files.createDirectory(parent.resolve("objects"));
        Path away = parent.resolve("away");
        bench.useStore(new FileObjectStore(root));
        GpuWorker worker = bench.startWorker(painter);
        Job job = bench.job("r-1", 16, Lane.INTERACTIVE);
        steps.allow(1);
        bench.release(job);
        bench.outcomesUntil("r-1", OutcomeKind.RUNNING);

        Files.move(root, away);
        steps.allow(3);
        bench.awaitHeartbeat(
                worker.workerRun(),
                heartbeat -> heartbeat.getTrouble().equals("STORE_UNAVAILABLE")
                        && heartbeat.getJobs().size() == 1
                        && heartbeat.getQueues().stream().allMatch(queue -> queue.getRoom() == 0));
        Files.move(away, root);
        bench.outcomesUntil("r-1", OutcomeKind.SUCCEEDED);

        assertThat(bench.outcomes())
                .extracting(Outcome::getKind)
                .containsExactly(OutcomeKind.STARTED, OutcomeKind.RUNNING, OutcomeKind.SUCCEEDED);
        assertThat(root.resolve(job.getOutputKey())).isRegularFile();
        assertThat(painter.paintings()).isEqualTo(1);
        steps.allow(4);
        bench.release(bench.job("r-2", 16, Lane.INTERACTIVE));
        bench.outcomesUntil("r-2", OutcomeKind.SUCCEEDED);
    }

    @Test
    void letsOneOfTwoModelsThatAnnounceAnAliasAtOnceHaveIt() throws Exception {
        List<Callable<GpuWorker>> starts = List.of(
                () -> bench.startWorker(painter), () -> bench.startWorker(new FakePainter(() -> {}, "e".repeat(64))));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<GpuWorker>> started = threads.invokeAll(starts);
            assertThat(started).filteredOn(GpuWorkerIT::refused).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean refused(Future<GpuWorker> start) {
        try {
            start.get();
            return false;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(CannotStart.class).hasMessageContaining("alias");
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void refusesAnAliasOfAnotherModel() throws Exception {
        bench.startWorker(painter).close();
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> bench.startWorker(painter, List.of(64)))
                .withMessageContaining("alias");
    }

    @Test
    void refusesToStartWithoutAnyQueue() {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> bench.startWorker(painter, List.of(100)))
                .withMessageContaining("100");
    }
}
