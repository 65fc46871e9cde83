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

    private static List<Job> jobs() {
        Random random = new Random(11);
        return IntStream.range(0, JOBS).mapToObj(i -> job(i, random)).toList();
    }

    private static Job job(int index, Random random) {
        JobId id = JobId.parse("acme/r-" + index + "/image/0");
        Job job = Job.newBuilder(aJob())
                .setJobId(id.toString())
                .setRequestId("r-" + index)
                .setPrompt("a red circle ".repeat(1 + random.nextInt(12)))
                .setWidthPx(16 + 16 * random.nextInt(5))
                .setHeightPx(16 + 16 * random.nextInt(5))
                .setSteps(1 + random.nextInt(3))
                .setGuidanceScale(random.nextBoolean() ? 1 : 2.5)
                .setMaxInputSizePx(64)
                .setSeed(index)
                .build();
        job.setJobDigest(JobDigest.of(job));
        job.setOutputKey(ObjectKeys.image(id, job.getJobDigest(), ImageFormat.PNG));
        return job;
    }
}
