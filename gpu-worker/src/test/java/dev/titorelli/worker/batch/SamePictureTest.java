package dev.titorelli.worker.batch;

import static dev.titorelli.worker.TestJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Adapter;
import dev.titorelli.ImageFormat;
import dev.titorelli.ImageObject;
import dev.titorelli.Job;
import dev.titorelli.Lane;
import dev.titorelli.OutcomeKind;
import dev.titorelli.identity.JobDigest;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.identity.Sha256;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.adapter.AdapterObjects;
import dev.titorelli.worker.checkpoint.RandomAdapter;
import dev.titorelli.worker.image.PngWriter;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.model.LoraAdapter;
import dev.titorelli.worker.model.OmniGen;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise, with the shipped model: a job's object has the same bytes whatever else the device does meanwhile. */
final class SamePictureTest {

    private static final OmniGen MODEL = OmniGen.open(Path.of("../models/shapes"));
    private static final byte[] INPUT = PngWriter.write(new RgbImage(48, 32, noise(48 * 32 * 3)), new TreeMap<>());
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();

    @TempDir
    private static Path folder;

    private static List<Path> adapters;

    @BeforeAll
    static void makeAdapters() throws IOException {
        Path model = Path.of("../models/shapes");
        adapters = List.of(
                RandomAdapter.write(folder.resolve("a"), model, 1), RandomAdapter.write(folder.resolve("b"), model, 2));
    }

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Test
    void isPaintedInAnyBatchAndOrder() throws Exception {
        List<Job> jobs = jobs();
        Map<String, String> alone = paint(jobs, DeviceLoop.Pace.of(1), 0);
        assertThat(alone).hasSize(jobs.size());
        for (int run = 0; run < 3; run++) {
            Collections.shuffle(jobs, new Random(run));
            assertThat(paint(jobs, DeviceLoop.Pace.of(2 + 3 * run), run * (1L << 20)))
                    .isEqualTo(alone);
        }
    }

    /** Every pass is cut at each of its units, and the two lanes' passes and steps run between one another's. */
    @Test
    void isPaintedWhateverRunsBetweenItsSlices() throws Exception {
        List<Job> jobs = jobs();
        Map<String, String> whole = paint(jobs, new DeviceLoop.Pace(1, Duration.ofHours(1)), 0);
        assertThat(paint(jobs, new DeviceLoop.Pace(5, Duration.ofNanos(1)), 0)).isEqualTo(whole);
        assertThat(paint(jobs, new DeviceLoop.Pace(5, Duration.ofNanos(1)), 1 << 20))
                .isEqualTo(whole);
    }

    /** Sizes, steps, guidance of every kind, inputs, adapters, step caching and lanes, with a prompt or two in common. */
    private static List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            boolean input = i % 3 == 1;
            jobs.add(job(
                    i,
                    Job.newBuilder(aJob())
                            .setPrompt(
                                    input
                                            ? "a red circle in <img><|image_1|></img>"
                                            : i % 2 == 0 ? "a cat" : "a blue ring")
                            .setInputs(input ? List.of(input()) : List.of())
                            .setMaxInputSizePx(64)
                            .setWidthPx(32 + 16 * (i % 3))
                            .setHeightPx(32 + 32 * (i % 2))
                            .setSteps(i < 4 ? 2 + i : 5)
                            .setGuidanceScale(i % 4 == 0 ? 1 : 2.5)
                            .setImageGuidanceScale(1.6)
                            .setUseImageGuidance(i % 2 == 1)
                            .setTimeShift(1 + i % 2)
                            .setSeed(i)
                            .setAdapter(i % 3 == 2 ? null : new Adapter("a" + i % 3, 0.5 + i % 2))
                            .setAdapterDigest(i % 3 == 2 ? "" : digest(i % 3))
                            .setStepCaching(i < 4 ? 0 : i % 4)
                            .setLane(i % 2 == 0 ? Lane.BULK : Lane.INTERACTIVE)
                            .build()));
        }
        return jobs;
    }

    private static String digest(int adapter) {
        try (LoraAdapter opened = MODEL.adapter(adapters.get(adapter))) {
            return opened.digest();
        }
    }

    private static Job job(int index, Job job) {
        JobId id = JobId.parse("acme/r-" + index + "/image/0");
        job.setJobId(id.toString());
        job.setRequestId("r-" + index);
        job.setJobDigest(JobDigest.of(job));
        job.setOutputKey(ObjectKeys.image(id, job.getJobDigest(), ImageFormat.PNG));
        return job;
    }

    /** File digest by job. */
    private Map<String, String> paint(List<Job> jobs, DeviceLoop.Pace pace, long prefixBytes) throws Exception {
        SentRecords sent = new SentRecords(true);
        HeldRuns held = new HeldRuns();
        InMemoryObjectStore store = new InMemoryObjectStore();
        store.putIfAbsent("inputs/acme/in", INPUT, new ObjectMetadata("image/png", Sha256.of(INPUT), new TreeMap<>()));
        for (int i = 0; i < adapters.size(); i++) {
            AdapterObjects.store(store, adapters.get(i), digest(i));
        }
        CountDownLatch freed = new CountDownLatch(jobs.size());
        held.whenFreed(freed::countDown);
        DeviceLoop loop = new DeviceLoop(
                new OmniGenPainter(MODEL, prefixBytes),
                pace,
                new DeviceLoop.Shelter(store, Backoff.DEFAULT),
                new DeviceLoop.Reports(
                        new OutcomeWriter(sent.sender(), Clock.systemUTC(), held, broken::complete),
                        new DeadLetters(sent.sender(), TestJobs.WORKER_RUN, Clock.systemUTC()),
                        broken::complete),
                new DevicePulse(Clock.systemUTC()),
                Clock.systemUTC());
        List<JobRun> runs = jobs.stream().map(TestJobs::aRun).toList();
        runs.forEach(held::add);
        runs.forEach(loop::begin);
        loop.start();
        assertThat(freed.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(broken).isNotDone();
        loop.close();
        assertThat(loop.awaitEnd(Duration.ofSeconds(30))).isTrue();
        assertThat(broken).isNotDone();
        Map<String, String> digests = new TreeMap<>();
        sent.values(Topics.OUTCOME).stream()
                .filter(outcome -> outcome.getKind() == OutcomeKind.SUCCEEDED)
                .forEach(outcome ->
                        digests.put(outcome.getJobId(), outcome.getImage().getDigest()));
        return digests;
    }

    private static ImageObject input() {
        return ImageObject.newBuilder()
                .setKey("inputs/acme/in")
                .setDigest(Sha256.of(INPUT))
                .setMediaType("image/png")
                .setWidthPx(48)
                .setHeightPx(32)
                .build();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(3).nextBytes(bytes);
        return bytes;
    }
}
