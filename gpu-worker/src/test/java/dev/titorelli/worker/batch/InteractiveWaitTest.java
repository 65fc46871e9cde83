package dev.titorelli.worker.batch;

import static dev.titorelli.worker.TestJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import dev.titorelli.Job;
import dev.titorelli.Lane;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.identity.JobDigest;
import dev.titorelli.identity.JobId;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * How much longer interactive 256 x 256 jobs take while the device is flooded with 512 x 512 bulk jobs. Run by hand, with
 * {@code -Dbench.model=DIR [-Dbench.jobs=20] [-Dbench.slice.ms=200]}: seconds of processor time of the whole process too, since that is what
 * counts on a machine that others use.
 */
final class InteractiveWaitTest {

    private static final int STEPS = 10;
    private static final int FLOOD = 3;
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private final SentRecords sent = new SentRecords(true);
    private final HeldRuns held = new HeldRuns();
    private final AtomicInteger numbers = new AtomicInteger();
    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private record Took(double wallSeconds, double processorSeconds) {}

    @Test
    void measuresThemWithAndWithoutAFlood() throws Exception {
        String model = System.getProperty("bench.model", "");
        assumeTrue(!model.isEmpty(), "skipped: measures only with -Dbench.model=DIR");
        int jobs = Integer.getInteger("bench.jobs", 20);
        Duration slice = Duration.ofMillis(Integer.getInteger("bench.slice.ms", 200));
        try (OmniGen omniGen = OmniGen.open(Path.of(model))) {
            DeviceLoop device = device(omniGen, slice);
            device.start();
            one(device, 0);
            List<Took> alone = some(device, jobs);
            FloodGate flood = new FloodGate(device);
            flood.open();
            List<Took> flooded = some(device, jobs);
            flood.close();
            device.close();
            device.awaitEnd(Duration.ofMinutes(1));
            report(alone, flooded, flood.ended.get());
        }
        assertThat(broken).isNotDone();
        assertThat(sent.values(Topics.OUTCOME))
                .extracting(Outcome::getKind)
                .isSubsetOf(OutcomeKind.RUNNING, OutcomeKind.SUCCEEDED);
    }

    private void report(List<Took> alone, List<Took> flooded, int bulk) {
        for (int percent : List.of(50, 95)) {
            Took without = percentile(alone, percent);
            Took with = percentile(flooded, percent);
            System.out.printf(
                    "p%d alone %.2f s (processor %.2f), flooded %.2f s (processor %.2f), ratio %.2f (processor %.2f)%n",
                    percent,
                    without.wallSeconds,
                    without.processorSeconds,
                    with.wallSeconds,
                    with.processorSeconds,
                    with.wallSeconds / without.wallSeconds,
                    with.processorSeconds / without.processorSeconds);
        }
        System.out.println("bulk jobs that ended meanwhile: " + bulk);
    }

    private static Took percentile(List<Took> all, int percent) {
        List<Double> wall = new ArrayList<>(all.stream().map(Took::wallSeconds).toList());
        List<Double> processor =
                new ArrayList<>(all.stream().map(Took::processorSeconds).toList());
        Collections.sort(wall);
        Collections.sort(processor);
        int at = (int) Math.ceil(percent / 100.0 * all.size()) - 1;
        return new Took(wall.get(at), processor.get(at));
    }

    private List<Took> some(DeviceLoop device, int jobs) throws Exception {
        Random random = new Random(1);
        List<Took> took = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            took.add(one(device, random.nextInt(1500)));
        }
        return took;
    }

    /** @param afterMs so that it comes at any time of a slice */
    private Took one(DeviceLoop device, int afterMs) throws Exception {
        Thread.sleep(afterMs);
        long wall = System.nanoTime();
        long processor = process.getProcessCpuTime();
        CountDownLatch freed = new CountDownLatch(1);
        begin(device, Lane.INTERACTIVE, 256, freed::countDown);
        freed.await();
        return new Took((System.nanoTime() - wall) / 1e9, (process.getProcessCpuTime() - processor) / 1e9);
    }

    private void begin(DeviceLoop device, Lane lane, int sidePx, Runnable whenFreed) {
        int number = numbers.incrementAndGet();
        JobId id = JobId.parse("acme/r-" + number + "/image/0");
        Job job = Job.newBuilder(aJob())
                .setJobId(id.toString())
                .setRequestId("r-" + number)
                .setQueue(sidePx == 256 ? "m.tokens-256" : "m.tokens-1024.bulk")
                .setLane(lane)
                .setPrompt("picture number " + number)
                .setWidthPx(sidePx)
                .setHeightPx(sidePx)
                .setSteps(STEPS)
                .setGuidanceScale(2.5)
                .setImageGuidanceScale(1.6)
                .setTimeShift(1)
                .setMaxInputSizePx(1024)
                .setSeed(number)
                .build();
        job.setJobDigest(JobDigest.of(job));
        job.setOutputKey("images/" + number + ".png");
        JobRun run = TestJobs.aRun(job);
        held.add(run, whenFreed);
        device.begin(run);
    }

    /** Keeps some bulk jobs at the device: one that ends is followed by another. */
    private final class FloodGate {
        private final DeviceLoop device;
        private final AtomicInteger ended = new AtomicInteger();
        private volatile boolean open = true;

        FloodGate(DeviceLoop device) {
            this.device = device;
        }

        void open() {
            for (int i = 0; i < FLOOD; i++) {
                begin(device, Lane.BULK, 512, this::next);
            }
        }

        private void next() {
            ended.incrementAndGet();
            if (open) {
                begin(device, Lane.BULK, 512, this::next);
            }
        }

        void close() {
            open = false;
        }
    }

    private DeviceLoop device(OmniGen model, Duration slice) {
        return new DeviceLoop(
                new OmniGenPainter(model, 512L << 20),
                new DeviceLoop.Pace(12, slice),
                new DeviceLoop.Shelter(new InMemoryObjectStore(), Backoff.DEFAULT),
                new DeviceLoop.Reports(
                        new OutcomeWriter(sent.sender(), Clock.systemUTC(), held, broken::complete),
                        new DeadLetters(sent.sender(), TestJobs.WORKER_RUN, Clock.systemUTC()),
                        broken::complete),
                new DevicePulse(Clock.systemUTC()),
                Clock.systemUTC());
    }
}
