package dev.titorelli.worker.batch;

import static dev.titorelli.worker.TestJobs.aJob;
import static dev.titorelli.worker.TestJobs.aRun;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import dev.titorelli.DeadLetter;
import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.JobControlKind;
import dev.titorelli.Lane;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.PreviewWish;
import dev.titorelli.Progress;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.Sha256;
import dev.titorelli.program.Program;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.FakePainter;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.image.PngWriter;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.run.RunOrder;
import dev.titorelli.worker.schedule.MeasuredStep;
import dev.titorelli.worker.schedule.RowLength;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeviceLoopTest {

    private static final long LIMIT_SECONDS = 30;
    private static final int MOST_ROWS = 4;
    private static final int CALM_SLICES = 64;

    private final SentRecords sent = new SentRecords(true);
    private final HeldRuns held = new HeldRuns();
    private final UnsteadyStore store = new UnsteadyStore(new InMemoryObjectStore());
    private final DevicePulse pulse = new DevicePulse(Clock.systemUTC());
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private Runnable beforeStep = () -> {};
    private final FakePainter painter = new FakePainter(() -> beforeStep.run());
    private final DeviceLoop device = device(DeviceLoop.Pace.of(MOST_ROWS));
    private final DeviceLoop cutting = device(new DeviceLoop.Pace(MOST_ROWS, Duration.ofNanos(1)));

    @AfterEach
    void stop() {
        device.close();
        cutting.close();
    }

    @Test
    void makesAPictureWithItsOutcomes() throws Exception {
        finish(aRun());
        assertThat(sent.values(Topics.OUTCOME))
                .extracting(Outcome::getKind)
                .containsExactly(OutcomeKind.RUNNING, OutcomeKind.SUCCEEDED);
        Outcome succeeded = last();
        assertThat(succeeded.getSeed()).isEqualTo(7);
        assertThat(succeeded.getProfileDigest()).isEqualTo("profile-1");
        assertThat(succeeded.getLedger().getStepsRun()).isEqualTo(4);
        assertThat(succeeded.getImage().getWidthPx()).isEqualTo(32);
        assertThat(store.get(aJob().getOutputKey()).orElseThrow().metadata().fileDigest())
                .isEqualTo(succeeded.getImage().getDigest());
    }

    @Test
    void tellsOfEveryStepAndWhatItCosts() throws Exception {
        List<List<Integer>> steps = new CopyOnWriteArrayList<>();
        pulse.tally((bucket, rows, nanos) -> steps.add(List.of(bucket, rows)));
        assertThat(pulse.stepCost(16)).isEmpty();
        finish(aRun());
        assertThat(steps).hasSize(4).containsOnly(List.of(16, 1));
        assertThat(pulse.stepCost(16).orElseThrow().rowMs()).isPositive();
        assertThat(pulse.stepCost(16).orElseThrow().payingRows()).isEqualTo(1);
        assertThat(pulse.stepCost(64)).isEmpty();
    }

    @Test
    void tellsWhatStepsCostBeforeItHasMadeAny() {
        RowLength row = new RowLength(0, 16);
        List<MeasuredStep> measured =
                List.of(new MeasuredStep(16, 1, row, 4_000_000), new MeasuredStep(16, 2, row, 4_200_000));
        device(new DeviceLoop.Pace(MOST_ROWS, Duration.ofMillis(200), measured)).close();

        assertThat(pulse.stepCost(16)).contains(new StepCost(4, 2));
    }

    @Test
    void tellsProgress() throws Exception {
        finish(aRun(Job.newBuilder(aJob()).setProgressEverySteps(2).build()));
        assertThat(sent.values(Topics.PROGRESS)).extracting(Progress::getStep).containsExactly(2, 4);
    }

    @Test
    void storesAPreviewOnTheWayAndNamesItInTheProgress() throws Exception {
        finish(aRun(wishing(4, 2)));
        Progress told = previews().get(0);
        assertThat(told.getStep()).isEqualTo(2);
        assertThat(told.getSteps()).isEqualTo(4);
        ImageObject preview = told.getPreview();
        assertThat(preview.getKey()).startsWith("previews/acme/r-1/image/0-").endsWith("-step-2.png");
        assertThat(preview.getWidthPx()).isEqualTo(64);
        assertThat(preview.getHeightPx()).isEqualTo(1);
        assertThat(Sha256.of(store.get(preview.getKey()).orElseThrow().bytes())).isEqualTo(preview.getDigest());
        assertThat(last().getLedger().getPreviews()).isEqualTo(1);
    }

    @Test
    void makesNoPreviewOfTheLastStepNorUnlessItIsWishedFor() throws Exception {
        finish(aRun(wishing(4, 4)));
        finish(aRun(wishing(4, 0)));
        assertThat(previews()).isEmpty();
        assertThat(last().getLedger().getPreviews()).isZero();
    }

    @Test
    void makesTheSamePictureWithPreviews() throws Exception {
        finish(aRun(numbered(1)));
        Job wishing = wishing(4, 1);
        wishing.setOutputKey(wishing.getOutputKey() + "2");
        wishing.setSeed(1);
        finish(aRun(wishing));
        assertThat(sent.values(Topics.OUTCOME))
                .filteredOn(outcome -> outcome.getKind() == OutcomeKind.SUCCEEDED)
                .extracting(Outcome::getPixelDigest)
                .hasSize(2)
                .containsOnly(last().getPixelDigest());
    }

    @Test
    void finishesAPictureWhosePreviewsCannotBeStored() throws Exception {
        store.takeNothingUnder("previews/");
        finish(aRun(wishing(4, 1)));
        assertThat(last().getKind()).isEqualTo(OutcomeKind.SUCCEEDED);
        assertThat(pulse.trouble()).isEmpty();
        assertThat(previews()).isEmpty();
    }

    @Test
    void tellsNeitherProgressNorPreviewsOfACancelledRun() throws Exception {
        Job job = wishing(4, 1);
        job.setProgressEverySteps(1);
        JobRun run = aRun(job);
        beforeStep = () -> run.heed(TestJobs.order(JobControlKind.CANCEL, 0, ""));
        finish(run);
        assertThat(last().getKind()).isEqualTo(OutcomeKind.CANCELLED);
        assertThat(sent.values(Topics.PROGRESS)).isEmpty();
    }

    @Test
    void namesTheWordsThatTheModelDoesNotKnow() throws Exception {
        finish(aRun(Job.newBuilder(aJob()).setPrompt("a zyx wvu").build()));
        assertThat(last().getNotices()).singleElement().satisfies(notice -> {
            assertThat(notice.getCode()).isEqualTo("UNKNOWN_WORDS");
            assertThat(notice.getDetail()).isEqualTo("zyx, wvu");
        });
    }

    @Test
    void endsACancelledRunBetweenTwoSteps() throws Exception {
        JobRun run = aRun();
        beforeStep = () -> run.heed(TestJobs.order(JobControlKind.CANCEL, 0, ""));
        finish(run);
        assertThat(last().getKind()).isEqualTo(OutcomeKind.CANCELLED);
        assertThat(store.head(aJob().getOutputKey())).isEmpty();
        assertThat(run.held().getStep()).isEqualTo(1);
    }

    @Test
    void endsACancelledRunBetweenTwoPartsOfItsPrefill() throws Exception {
        JobRun run = aRun();
        painter.cut(5, () -> run.heed(TestJobs.order(JobControlKind.CANCEL, 0, "")));
        finish(cutting, run);
        assertThat(last().getKind()).isEqualTo(OutcomeKind.CANCELLED);
        assertThat(painter.passes()).hasSize(1);
        assertThat(run.held().getStep()).isZero();
    }

    @Test
    void endsACancelledRunBetweenTwoPartsOfItsDecoding() throws Exception {
        JobRun run = aRun();
        painter.cut(5, () -> {
            if (painter.passes().size() == 5 + 2) {
                run.heed(TestJobs.order(JobControlKind.CANCEL, 0, ""));
            }
        });
        finish(cutting, run);
        assertThat(last().getKind()).isEqualTo(OutcomeKind.CANCELLED);
        assertThat(painter.passes()).hasSize(5 + 2);
        assertThat(store.head(aJob().getOutputKey())).isEmpty();
    }

    @Test
    void endsAFencedRunWithoutAWord() throws Exception {
        JobRun run = aRun();
        run.order(RunOrder.FENCE);
        finish(run);
        assertThat(sent.values(Topics.OUTCOME)).isEmpty();
    }

    @Test
    void givesAnOrderedRunBack() throws Exception {
        JobRun run = aRun();
        run.order(RunOrder.RETURN);
        finish(run);
        assertThat(last().getKind()).isEqualTo(OutcomeKind.RETURNED);
        assertThat(last().getFailure().getCode()).isEqualTo("DRAINING");
    }

    @Test
    void failsAJobWithReservedFieldsAndWritesADeadLetter() throws Exception {
        finish(aRun(Job.newBuilder(aJob()).setStrength(0.5).build()));
        assertThat(last().getFailure().getCode()).isEqualTo("NOT_SUPPORTED");
        assertThat(last().getFailure().getMessage()).contains("strength");
        assertThat(sent.values(Topics.JOB_DLQ)).singleElement().satisfies(letter -> {
            assertThat(letter.getCode()).isEqualTo("NOT_SUPPORTED");
            assertThat(letter.getOffset()).isEqualTo(3);
            assertThat(letter.getPayload().array()).containsExactly(1);
        });
        assertThat(painter.paintings()).isZero();
    }

    @Test
    void failsAJobWhoseInputIsMissing() throws Exception {
        finish(aRun(withInput(Sha256.of("x"))));
        assertThat(last().getFailure().getCode()).isEqualTo("INPUT_NOT_FOUND");
    }

    @Test
    void failsAJobWhoseInputIsNotTheOneItWasPlannedWith() throws Exception {
        storeInput(picture());
        finish(aRun(withInput(Sha256.of("another"))));
        assertThat(last().getFailure().getCode()).isEqualTo("INPUT_CHANGED");
    }

    @Test
    void failsAJobWhoseInputIsNoPicture() throws Exception {
        byte[] text = "text".getBytes(StandardCharsets.UTF_8);
        storeInput(text);
        finish(aRun(withInput(Sha256.of(text))));
        assertThat(last().getFailure().getCode()).isEqualTo("UNREADABLE_PICTURE");
    }

    @Test
    void answersFromAnEqualPictureThatIsStoredAlready() throws Exception {
        finish(aRun());
        Outcome first = last();
        finish(aRun());
        assertThat(last().getImage()).isEqualTo(first.getImage());
        assertThat(last().getLedger().getReused()).isTrue();
        assertThat(painter.paintings()).isEqualTo(1);
    }

    @Test
    void reportsTheWinnerWhenAnEqualPictureAppearsWhileItPaints() throws Exception {
        ObjectMetadata winner = metadata(aJob().getJobDigest());
        beforeStep = () -> store.putIfAbsent(aJob().getOutputKey(), bytes("winner"), winner);
        finish(aRun());
        assertThat(last().getKind()).isEqualTo(OutcomeKind.SUCCEEDED);
        assertThat(last().getImage().getDigest()).isEqualTo(winner.fileDigest());
    }

    @Test
    void failsWhenAnotherPictureLiesUnderItsKey() throws Exception {
        store.putIfAbsent(aJob().getOutputKey(), bytes("winner"), metadata("another"));
        finish(aRun());
        assertThat(last().getFailure().getCode()).isEqualTo("OBJECT_CONFLICT");
    }

    @Test
    void failsWhenAnotherPictureAppearsWhileItPaints() throws Exception {
        beforeStep = () -> store.putIfAbsent(aJob().getOutputKey(), bytes("winner"), metadata("another"));
        finish(aRun());
        assertThat(last().getKind()).isEqualTo(OutcomeKind.FAILED);
        assertThat(last().getFailure().getCode()).isEqualTo("OBJECT_CONFLICT");
        assertThat(store.get(aJob().getOutputKey()).orElseThrow().bytes()).isEqualTo(bytes("winner"));
    }

    @Test
    void endsAFencedRunBetweenTwoStepsWithoutAWordAndWithoutAPicture() throws Exception {
        JobRun run = aRun();
        beforeStep = () -> run.heed(TestJobs.order(JobControlKind.FENCE, 1, TestJobs.WORKER_RUN));
        finish(run);
        assertThat(sent.values(Topics.OUTCOME)).extracting(Outcome::getKind).containsExactly(OutcomeKind.RUNNING);
        assertThat(run.held().getStep()).isEqualTo(1);
        assertThat(store.head(aJob().getOutputKey())).isEmpty();
    }

    @Test
    void keepsTheFinishedPictureUntilTheStoreAnswersAgain() throws Exception {
        beforeStep = () -> store.fail(3);
        finish(aRun());
        assertThat(last().getKind()).isEqualTo(OutcomeKind.SUCCEEDED);
        assertThat(painter.paintings()).isEqualTo(1);
        assertThat(store.failures()).isEqualTo(3);
        assertThat(pulse.trouble()).isEmpty(); // cleared by the store's answer, before the outcome
    }

    @Test
    void isInTroubleWhileTheStoreDoesNotAnswerAndHeedsOrders() throws Exception {
        JobRun run = aRun();
        AtomicReference<FaultCode> trouble = new AtomicReference<>();
        store.fail(Integer.MAX_VALUE);
        store.whenFailing(() -> pulse.trouble().ifPresent(code -> {
            trouble.set(code);
            run.order(RunOrder.RETURN);
        }));
        finish(run);
        assertThat(trouble).hasValue(FaultCode.STORE_UNAVAILABLE);
        assertThat(last().getKind()).isEqualTo(OutcomeKind.RETURNED);
        assertThat(pulse.trouble()).isEmpty(); // nobody waits for the store any more, so others may try it
    }

    @Test
    void triesAgainWhenDeviceMemoryWasShort() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        beforeStep = () -> {
            if (steps.incrementAndGet() == 2) {
                throw new EngineException("CUDA out of memory");
            }
        };
        finish(aRun());
        assertThat(last().getKind()).isEqualTo(OutcomeKind.SUCCEEDED);
        assertThat(painter.paintings()).isEqualTo(2);
    }

    @Test
    void saysRunningOnceEvenWhenItHasToStartAnew() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        beforeStep = () -> {
            if (steps.incrementAndGet() == 3) {
                throw new EngineException("CUDA out of memory");
            }
        };
        finish(aRun());
        assertThat(painter.paintings()).isEqualTo(2);
        assertThat(sent.values(Topics.OUTCOME))
                .extracting(Outcome::getKind)
                .containsExactly(OutcomeKind.RUNNING, OutcomeKind.SUCCEEDED);
    }

    @Test
    void failsAJobOfNonFiniteLatentsAloneAndMakesTheNext() throws Exception {
        painter.turnNonFinite(aJob().getSeed());
        finish(aRun());
        assertThat(last().getKind()).isEqualTo(OutcomeKind.FAILED);
        assertThat(last().getFailure().getCode()).isEqualTo("NON_FINITE");
        assertThat(last().getFailure().getRetryable()).isFalse();
        assertThat(sent.values(Topics.JOB_DLQ)).extracting(DeadLetter::getCode).containsExactly("NON_FINITE");

        finish(aRun(numbered(8)));
        assertThat(last().getKind()).isEqualTo(OutcomeKind.SUCCEEDED);
        assertThat(pulse.trouble()).isEmpty();
    }

    @Test
    void stepsRunsTogether() throws Exception {
        finishTogether(aRun(numbered(1)), aRun(numbered(2)), aRun(numbered(3)));
        assertThat(kinds(OutcomeKind.SUCCEEDED)).hasSize(3);
        assertThat(painter.batches()).anyMatch(seeds -> seeds.size() == 3);
        assertThat(kinds(OutcomeKind.SUCCEEDED))
                .allSatisfy(
                        outcome -> assertThat(outcome.getLedger().getRowsSeen()).isGreaterThan(1));
    }

    @Test
    void letsARunJoinABatchThatIsUnderWay() throws Exception {
        JobRun late = aRun(numbered(2));
        beforeStep = () -> {
            if (painter.batches().size() == 2) {
                device.begin(late);
                awaitHandedOver(device, 2);
            }
        };
        JobRun early = aRun(numbered(1));
        held.add(late);
        finish(2, early);
        assertThat(painter.batches()).containsSubsequence(List.of(List.of(1L), List.of(1L, 2L), List.of(2L)));
        assertThat(kinds(OutcomeKind.SUCCEEDED)).hasSize(2);
    }

    @Test
    void stepsNoMoreRowsTogetherThanItMay() throws Exception {
        finishTogether(aRun(numbered(1)), aRun(numbered(2)), aRun(numbered(3)), aRun(numbered(4)), aRun(numbered(5)));
        assertThat(painter.batches()).allMatch(seeds -> seeds.size() <= MOST_ROWS);
        assertThat(kinds(OutcomeKind.SUCCEEDED)).hasSize(5);
    }

    @Test
    void endsACancelledRunOfABatchAndFinishesTheOthers() throws Exception {
        JobRun cancelled = aRun(numbered(2));
        beforeStep = () -> {
            if (cancelled.held().getStep() == 2) {
                cancelled.order(RunOrder.CANCEL);
            }
        };
        finishTogether(aRun(numbered(1)), cancelled, aRun(numbered(3)));
        assertThat(kinds(OutcomeKind.SUCCEEDED)).hasSize(2);
        assertThat(kinds(OutcomeKind.CANCELLED)).hasSize(1);
    }

    @Test
    void failsTheNonFiniteRunOfABatchAndFinishesTheOthers() throws Exception {
        painter.turnNonFinite(2);
        finishTogether(aRun(numbered(1)), aRun(numbered(2)), aRun(numbered(3)));
        assertThat(kinds(OutcomeKind.SUCCEEDED)).hasSize(2);
        assertThat(kinds(OutcomeKind.FAILED))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.getFailure().getCode()).isEqualTo("NON_FINITE"));
    }

    @Test
    void stepsFewerRunsTogetherAfterDeviceMemoryWasShort() throws Exception {
        beforeStep = () -> {
            List<List<Long>> batches = painter.batches();
            if (batches.get(batches.size() - 1).size() > 2) {
                throw new EngineException("CUDA out of memory");
            }
        };
        finishTogether(aRun(numbered(1)), aRun(numbered(2)), aRun(numbered(3)), aRun(numbered(4)));
        assertThat(kinds(OutcomeKind.SUCCEEDED)).hasSize(4);
        assertThat(painter.paintings()).isEqualTo(4); // none had to start anew
    }

    @Test
    void stepsMoreRunsTogetherAgainAfterManyCalmSlices() throws Exception {
        AtomicInteger failedAt = new AtomicInteger();
        beforeStep = () -> {
            List<List<Long>> batches = painter.batches();
            if (failedAt.get() == 0 && batches.get(batches.size() - 1).size() > 1) {
                failedAt.set(batches.size());
                throw new EngineException("CUDA out of memory");
            }
        };
        finishTogether(aRun(enduring(1)), aRun(enduring(2)));
        List<Integer> rows = painter.batches().stream().map(List::size).toList();
        assertThat(failedAt.get()).isPositive();
        assertThat(rows.subList(failedAt.get(), failedAt.get() + CALM_SLICES)).containsOnly(1);
        assertThat(rows.get(failedAt.get() + CALM_SLICES)).isEqualTo(2);
        assertThat(kinds(OutcomeKind.SUCCEEDED)).hasSize(2);
        assertThat(pulse.trouble()).isEmpty();
    }

    private static Job enduring(int seed) {
        return Job.newBuilder(numbered(seed)).setSteps(2 * CALM_SLICES).build();
    }

    @Test
    void startsAnInteractiveRunBetweenTwoPartsOfABulkRunsDecoding() throws Exception {
        JobRun bulk = aRun(Job.newBuilder(numbered(1)).setLane(Lane.BULK).build());
        JobRun interactive = aRun(numbered(2));
        int units = 20;
        painter.cut(units, () -> {
            if (painter.passes().size() == units + 1) {
                cutting.begin(interactive);
                awaitHandedOver(cutting, 2);
            }
        });
        held.add(interactive);
        finish(cutting, 2, bulk);
        assertThat(painter.passes().indexOf(2L)).isEqualTo(units + 1);
        assertThat(kinds(OutcomeKind.SUCCEEDED)).hasSize(2);
    }

    @Test
    void stepsInteractiveRunsBeforeBulk() throws Exception {
        JobRun bulk = aRun(Job.newBuilder(numbered(1)).setLane(Lane.BULK).build());
        JobRun interactive = aRun(numbered(2));
        beforeStep = () -> {
            if (painter.batches().size() == 1) {
                device.begin(interactive);
                awaitHandedOver(device, 2);
            }
        };
        held.add(interactive);
        finish(2, bulk);
        assertThat(painter.batches())
                .filteredOn(seeds -> seeds.contains(2L))
                .isNotEmpty()
                .allSatisfy(seeds -> assertThat(seeds).startsWith(2L));
    }

    @Test
    void endsARunThatWasCancelledBeforeItBeganWithoutPainting() throws Exception {
        JobRun run = aRun();
        run.heed(TestJobs.order(JobControlKind.CANCEL, 0, ""));
        finish(run);
        assertThat(sent.values(Topics.OUTCOME)).extracting(Outcome::getKind).containsExactly(OutcomeKind.CANCELLED);
        assertThat(painter.paintings()).isZero();
    }

    @Test
    void endsANewerAttemptThatARunCarriesOnUnderInSpiteOfTheOlderOnesFence() throws Exception {
        JobRun run = aRun();
        beforeStep = () -> {
            run.adopt(2);
            run.heed(TestJobs.order(JobControlKind.FENCE, 1, ""));
        };
        finish(run);
        assertThat(last().getKind()).isEqualTo(OutcomeKind.SUCCEEDED);
        assertThat(last().getAttempt()).isEqualTo(2);
    }

    @Test
    void failsAJobThatNeverFindsEnoughDeviceMemory() throws Exception {
        beforeStep = () -> {
            throw new EngineException("CUDA out of memory");
        };
        finish(aRun());
        assertThat(last().getFailure().getCode()).isEqualTo("OUT_OF_MEMORY");
        assertThat(sent.values(Topics.JOB_DLQ)).extracting(DeadLetter::getCode).isEmpty();
        assertThat(pulse.trouble()).isEmpty(); // its memory is free again
    }

    @Test
    void failsALateJobWithoutADeadLetter() throws Exception {
        finish(aRun(Job.newBuilder(aJob()).setDeadline(TestJobs.NOON).build()));
        assertThat(last().getFailure().getCode()).isEqualTo("DEADLINE_PASSED");
        assertThat(sent.values(Topics.JOB_DLQ)).isEmpty();
    }

    @Test
    void isBrokenByAnErrorThatNobodyKnows() throws Exception {
        beforeStep = () -> {
            throw new EngineException("CUDA error: an illegal memory access was encountered");
        };
        JobRun run = aRun();
        held.add(run);
        device.begin(run);
        assertThat(broken.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                .hasRootCauseMessage("CUDA error: an illegal memory access was encountered");
        assertThat(held.isEmpty()).isFalse();
        assertThat(sent.values(Topics.OUTCOME)).isEmpty();
    }

    @Test
    void endsTheProcessWithACodeOfItsOwnWhenTheDeviceIsLost() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LostDevice.class.getName())
                .redirectErrorStream(true)
                .start();
        try (InputStream said = process.getInputStream()) {
            String all = new String(said.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(all).isEqualTo(Program.BROKEN);
            assertThat(all).contains("lost: broken, the log tells more");
        } finally {
            process.destroyForcibly();
        }
    }

    private DeviceLoop device(DeviceLoop.Pace pace) {
        OutcomeWriter outcomes = new OutcomeWriter(sent.sender(), Clock.systemUTC(), held, broken::complete);
        DeadLetters deadLetters = new DeadLetters(sent.sender(), TestJobs.WORKER_RUN, Clock.systemUTC());
        Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));
        DeviceLoop loop = new DeviceLoop(
                painter,
                pace,
                new DeviceLoop.Shelter(store, backoff),
                new DeviceLoop.Reports(outcomes, deadLetters, broken::complete),
                pulse,
                Clock.systemUTC());
        loop.start();
        return loop;
    }

    private void finish(JobRun run) throws InterruptedException {
        finish(device, run);
    }

    private void finish(DeviceLoop loop, JobRun run) throws InterruptedException {
        finish(loop, 1, run);
    }

    private void finishTogether(JobRun... runs) throws InterruptedException {
        CountDownLatch gathered = new CountDownLatch(1);
        Runnable then = beforeStep;
        AtomicInteger steps = new AtomicInteger();
        beforeStep = () -> {
            if (steps.getAndIncrement() == 0) {
                await(gathered);
            }
            then.run();
        };
        CountDownLatch freed = new CountDownLatch(runs.length);
        held.whenFreed(freed::countDown);
        List.of(runs).forEach(held::add);
        List.of(runs).forEach(device::begin);
        awaitHandedOver(device, runs.length);
        gathered.countDown();
        assertThat(freed.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private void finish(int runs, JobRun first) throws InterruptedException {
        finish(device, runs, first);
    }

    private void finish(DeviceLoop loop, int runs, JobRun first) throws InterruptedException {
        CountDownLatch freed = new CountDownLatch(runs);
        held.whenFreed(freed::countDown);
        held.add(first);
        loop.begin(first);
        assertThat(freed.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until so many runs have their inputs and join at the next boundary, if they have not. */
    private static void awaitHandedOver(DeviceLoop loop, int runs) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (loop.handedOver() < runs) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static Job wishing(int steps, int everySteps) {
        return Job.newBuilder(aJob())
                .setSteps(steps)
                .setPreview(new PreviewWish(everySteps, 64))
                .build();
    }

    private List<Progress> previews() {
        return sent.values(Topics.PROGRESS).stream()
                .filter(progress -> progress.getPreview() != null)
                .toList();
    }

    private static Job numbered(int seed) {
        Job job = aJob();
        return Job.newBuilder(job)
                .setSeed(seed)
                .setJobId(job.getJobId() + seed)
                .setOutputKey(job.getOutputKey() + seed)
                .build();
    }

    private List<Outcome> kinds(OutcomeKind kind) {
        return sent.values(Topics.OUTCOME).stream()
                .filter(outcome -> outcome.getKind() == kind)
                .toList();
    }

    private Outcome last() {
        List<Outcome> outcomes = sent.values(Topics.OUTCOME);
        return outcomes.get(outcomes.size() - 1);
    }

    private static Job withInput(String digest) {
        ImageObject input = ImageObject.newBuilder()
                .setKey("inputs/acme/1")
                .setDigest(digest)
                .build();
        return Job.newBuilder(aJob()).setInputs(List.of(input)).build();
    }

    private void storeInput(byte[] file) {
        store.putIfAbsent("inputs/acme/1", file, new ObjectMetadata("image/png", Sha256.of(file), new TreeMap<>()));
    }

    private static byte[] picture() {
        return PngWriter.write(new RgbImage(1, 1, new byte[3]), new TreeMap<>());
    }

    private static ObjectMetadata metadata(String jobDigest) {
        return new ObjectMetadata("image/png", Sha256.of("winner"), new TreeMap<>(Map.of("job-digest", jobDigest)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
