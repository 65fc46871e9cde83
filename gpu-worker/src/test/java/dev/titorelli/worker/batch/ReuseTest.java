package dev.titorelli.worker.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.ImageFormat;
import dev.titorelli.Job;
import dev.titorelli.Ledger;
import dev.titorelli.Notice;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.FakePainter;
import dev.titorelli.worker.SentRecords;
import dev.titorelli.worker.TestJobs;
import dev.titorelli.worker.object.FileObjectStore;
import dev.titorelli.worker.object.ObjectMetadata;
import dev.titorelli.worker.object.StoredObject;
import dev.titorelli.worker.outcome.DeadLetters;
import dev.titorelli.worker.outcome.OutcomeWriter;
import dev.titorelli.worker.run.HeldRuns;
import dev.titorelli.worker.run.JobRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that wish for reuse, on the real loop and a folder of pictures. */
final class ReuseTest {

    private static final long LIMIT_SECONDS = 30;

    @TempDir
    private Path folder;

    private final SentRecords sent = new SentRecords(true);
    private final HeldRuns held = new HeldRuns();
    private final FakePainter painter = new FakePainter(() -> {});
    private UnsteadyStore store;
    private DeviceLoop device;

    @BeforeEach
    void start() {
        store = new UnsteadyStore(new FileObjectStore(folder));
        device = new DeviceLoop(
                painter,
                DeviceLoop.Pace.of(4),
                new DeviceLoop.Shelter(store, new Backoff(Duration.ofMillis(1), Duration.ofMillis(2))),
                new DeviceLoop.Reports(
                        new OutcomeWriter(sent.sender(), Clock.systemUTC(), held, failure -> {}),
                        new DeadLetters(sent.sender(), TestJobs.WORKER_RUN, Clock.systemUTC()),
                        failure -> {}),
                new DevicePulse(Clock.systemUTC()),
                Clock.systemUTC());
        device.start();
    }

    @AfterEach
    void stop() throws Exception {
        device.close();
        device.awaitEnd(Duration.ofSeconds(LIMIT_SECONDS));
    }

    @Test
    void answersFromAnEqualPictureOfTheTenantWithoutDeviceWork() throws Exception {
        Outcome first = finish(job("acme/r-1/image/0", 7));
        Outcome second = finish(wishing(job("acme/r-2/image/3", 7)));
        Ledger ledger = second.getLedger();
        assertThat(ledger.getReused()).isTrue();
        assertThat(ledger.getStepsRun()).isZero();
        assertThat(ledger.getDeviceMs()).isZero();
        assertThat(second.getNotices()).extracting(Notice::getCode).containsExactly("REUSED");
        assertThat(second.getPixelDigest()).isEqualTo(first.getPixelDigest());
        assertThat(second.getImage().getDigest()).isEqualTo(first.getImage().getDigest());
        assertThat(painter.paintings()).isEqualTo(1);
    }

    @Test
    void putsACopyUnderTheJobsOwnKey() throws Exception {
        Job first = job("acme/r-1/image/0", 7);
        Job second = wishing(job("acme/r-2/image/0", 7));
        finish(first);
        finish(second);
        Files.delete(folder.resolve(first.getOutputKey()));
        StoredObject copy = store.get(second.getOutputKey()).orElseThrow();
        ObjectMetadata metadata = copy.metadata();
        assertThat(metadata.value("job-digest")).isEqualTo(second.getJobDigest());
        assertThat(metadata.value("reused")).isEqualTo("true");
        assertThat(metadata.value("steps-run")).isEqualTo("0");
    }

    @Test
    void paintsForAJobThatDoesNotWishForReuse() throws Exception {
        finish(job("acme/r-1/image/0", 7));
        assertThat(finish(job("acme/r-2/image/0", 7)).getLedger().getReused()).isFalse();
        assertThat(painter.paintings()).isEqualTo(2);
    }

    @Test
    void neverAnswersFromAnotherTenantsPicture() throws Exception {
        finish(job("acme/r-1/image/0", 7));
        Outcome other = finish(wishing(job("emca/r-1/image/0", 7)));
        assertThat(other.getLedger().getReused()).isFalse();
        assertThat(painter.paintings()).isEqualTo(2);
    }

    @Test
    void paintsWhenThePictureIsGoneAndPointsToTheNewOne() throws Exception {
        Job gone = job("acme/r-1/image/0", 7);
        finish(gone);
        Files.delete(folder.resolve(gone.getOutputKey()));
        assertThat(finish(wishing(job("acme/r-2/image/0", 7))).getLedger().getReused())
                .isFalse();
        assertThat(finish(wishing(job("acme/r-3/image/0", 7))).getLedger().getReused())
                .isTrue();
        assertThat(painter.paintings()).isEqualTo(2);
    }

    @Test
    void paintsWhenThePictureHasChanged() throws Exception {
        Job changed = job("acme/r-1/image/0", 7);
        finish(changed);
        Files.write(folder.resolve(changed.getOutputKey()), new byte[] {1, 2, 3});
        Outcome painted = finish(wishing(job("acme/r-2/image/0", 7)));
        assertThat(painted.getLedger().getReused()).isFalse();
        assertThat(painted.getKind()).isEqualTo(OutcomeKind.SUCCEEDED);
    }

    @Test
    void paintsWhenThePointerIsUnreadable() throws Exception {
        Job first = job("acme/r-1/image/0", 7);
        finish(first);
        Files.writeString(pointer(first), "{");
        assertThat(finish(wishing(job("acme/r-2/image/0", 7))).getLedger().getReused())
                .isFalse();
    }

    @Test
    void makesThePictureThoughNothingCanPointToIt() throws Exception {
        store.takeNothingUnder("digests/");
        assertThat(finish(job("acme/r-1/image/0", 7)).getKind()).isEqualTo(OutcomeKind.SUCCEEDED);
    }

    @Test
    void pointsToAPictureThatAnEarlierAttemptHasStoredWithoutPointing() throws Exception {
        Job job = job("acme/r-1/image/0", 7);
        finish(job);
        Files.delete(pointer(job));
        finish(Job.newBuilder(job).setAttempt(2).build());
        assertThat(finish(wishing(job("acme/r-2/image/0", 7))).getLedger().getReused())
                .isTrue();
        assertThat(painter.paintings()).isEqualTo(1);
    }

    @Test
    void givesTwoEqualJobsAtOncePicturesOfTheirOwn() throws Exception {
        Job one = wishing(job("acme/r-1/image/0", 7));
        Job two = wishing(job("acme/r-2/image/0", 7));
        CountDownLatch freed = new CountDownLatch(2);
        held.whenFreed(freed::countDown);
        for (Job job : List.of(one, two)) {
            JobRun run = TestJobs.aRun(job);
            held.add(run);
            device.begin(run);
        }
        assertThat(freed.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(store.get(one.getOutputKey()).orElseThrow().bytes())
                .isEqualTo(store.get(two.getOutputKey()).orElseThrow().bytes());
        assertThat(finish(wishing(job("acme/r-3/image/0", 7))).getLedger().getReused())
                .isTrue();
    }

    private Outcome finish(Job job) throws InterruptedException {
        CountDownLatch freed = new CountDownLatch(1);
        held.whenFreed(freed::countDown);
        JobRun run = TestJobs.aRun(job);
        held.add(run);
        device.begin(run);
        assertThat(freed.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        List<Outcome> outcomes = sent.values(Topics.OUTCOME);
        return outcomes.get(outcomes.size() - 1);
    }

    private Path pointer(Job job) throws IOException {
        return folder.resolve(ObjectKeys.pointer(job.getTenant(), job.getJobDigest(), "profile-1"));
    }

    private static Job wishing(Job job) {
        job.setReuse(true);
        return job;
    }

    private static Job job(String jobId, int seed) {
        JobId id = JobId.parse(jobId);
        Job job = TestJobs.aJob();
        job.setJobId(jobId);
        job.setTenant(id.request().tenant());
        job.setRequestId(id.request().id());
        job.setIndex(id.index());
        job.setSeed(seed);
        job.setOutputKey(ObjectKeys.image(id, job.getJobDigest(), ImageFormat.PNG));
        return job;
    }
}
