package dev.titorelli.worker.take;

import static dev.titorelli.worker.TestJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.ImageFormat;
import dev.titorelli.Job;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.identity.JobDigest;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.batch.Backoff;
import dev.titorelli.worker.batch.DeviceLoop;
import dev.titorelli.worker.batch.DevicePulse;
import dev.titorelli.worker.batch.OmniGenPainter;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The shipped model with memory for little more than the largest of its jobs. */
final class LittleMemoryTest {

    private static final int JOBS = 24;
    private static final int FEW = 4;
    private static final long LIMIT_SECONDS = 60;

    private final SentRecords sent = new SentRecords(true);
    private final HeldRuns held = new HeldRuns();
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private final Semaphore freed = new Semaphore(0);

    @Test
    void paintsAMixOfSizesWithinTheBound() throws Exception {
        try (OmniGen model = OmniGen.open(Path.of("../models/shapes"))) {
            OmniGenPainter painter = new OmniGenPainter(model, 1L << 30);
            JobNeeds needs = new JobNeeds(painter);
            List<Job> jobs = jobs();
            long largest = jobs.stream().mapToLong(needs::of).max().orElseThrow();
            JobMemory memory = new JobMemory(new MemoryBound(largest * 3 / 2, true), painter);
            DeviceLoop device = device(painter);
            held.whenFreed(freed::release);
            device.start();
            for (Job job : jobs) {
                JobRun run = TestJobs.aRun(job);
                held.add(run, admitted(memory, job));
                device.begin(run);
                requireWithin(memory, painter);
            }
            while (!held.isEmpty()) {
                awaitFreed();
                requireWithin(memory, painter);
            }
            device.close();
            assertThat(device.awaitEnd(Duration.ofSeconds(LIMIT_SECONDS))).isTrue();
            assertThat(memory.used()).isZero();
        }
        assertThat(broken).isNotDone();
        assertThat(sent.values(Topics.OUTCOME))
                .extracting(Outcome::getKind)
                .filteredOn(OutcomeKind.SUCCEEDED::equals)
                .hasSize(JOBS);
    }

    @Test
    void holdsMorePicturesOfARequestThanFitWithoutSharing() throws Exception {
        int most = 0;
        try (OmniGen model = OmniGen.open(Path.of("../models/shapes"))) {
            OmniGenPainter painter = new OmniGenPainter(model, 1L << 30);
            long each = new JobNeeds(painter).of(picture(0));
            JobMemory memory = new JobMemory(new MemoryBound(FEW * each, true), painter);
            long arrays = painter.nativeArrays();
            DeviceLoop device = device(painter);
            held.whenFreed(freed::release);
            device.start();
            for (int i = 0; i < JOBS; i++) {
                JobRun run = TestJobs.aRun(picture(i));
                held.add(run, admitted(memory, run.job()));
                device.begin(run);
                most = Math.max(most, held.size());
                requireWithin(memory, painter);
            }
            while (!held.isEmpty()) {
                awaitFreed();
            }
            device.close();
            assertThat(device.awaitEnd(Duration.ofSeconds(LIMIT_SECONDS))).isTrue();
            assertThat(memory.used()).isZero();
            assertThat(painter.nativeArrays()).as("nothing leaks").isEqualTo(arrays);
        }
        assertThat(most).isGreaterThan(FEW);
    }

    private Runnable admitted(JobMemory memory, Job job) throws InterruptedException {
        Optional<Runnable> release = memory.admit(job, memory.needed(job));
        while (release.isEmpty()) {
            awaitFreed();
            release = memory.admit(job, memory.needed(job));
        }
        return release.get();
    }

    private void awaitFreed() throws InterruptedException {
        assertThat(freed.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** Prefixes first: what is given back in between makes room for more of them. */
    private static void requireWithin(JobMemory memory, OmniGenPainter painter) {
        long prefixes = painter.keptPrefixes().bytes();
        assertThat(prefixes + memory.used()).isLessThanOrEqualTo(memory.bound());
    }

    private DeviceLoop device(OmniGenPainter painter) {
        return new DeviceLoop(
                painter,
                new DeviceLoop.Pace(8, Duration.ofNanos(1)), // so that many are under way at once
                new DeviceLoop.Shelter(new InMemoryObjectStore(), Backoff.DEFAULT),
                new DeviceLoop.Reports(
                        new OutcomeWriter(sent.sender(), Clock.systemUTC(), held, broken::complete),
                        new DeadLetters(sent.sender(), TestJobs.WORKER_RUN, Clock.systemUTC()),
                        broken::complete),
                new DevicePulse(Clock.systemUTC()),
                Clock.systemUTC());
    }

    /** Its own bytes are few beside those of its prefix. */
    private static Job picture(int index) {
        return job(index, "a red circle ".repeat(20), 16, 5);
    }

    private static List<Job> jobs() {
        Random random = new Random(11);
        return IntStream.range(0, JOBS).mapToObj(i -> job(i, random)).toList();
    }

    private static Job job(int index, Random random) {
        Job job = job(index, "a red circle ".repeat(1 + random.nextInt(12)), 16, 1 + random.nextInt(3));
        job.setWidthPx(16 + 16 * random.nextInt(5));
        job.setHeightPx(16 + 16 * random.nextInt(5));
        job.setGuidanceScale(random.nextBoolean() ? 1 : 2.5);
        return digested(job);
    }

    private static Job job(int index, String prompt, int side, int steps) {
        String request = "r-" + index;
        return digested(Job.newBuilder(aJob())
                .setJobId("acme/" + request + "/image/0")
                .setRequestId(request)
                .setPrompt(prompt)
                .setWidthPx(side)
                .setHeightPx(side)
                .setSteps(steps)
                .setGuidanceScale(1)
                .setMaxInputSizePx(64)
                .setSeed(index)
                .build());
    }

    private static Job digested(Job job) {
        job.setJobDigest(JobDigest.of(job));
        job.setOutputKey(ObjectKeys.image(JobId.parse(job.getJobId()), job.getJobDigest(), ImageFormat.PNG));
        return job;
    }
}
