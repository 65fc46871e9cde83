package dev.titorelli.worker;

import dev.titorelli.ImageFormat;
import dev.titorelli.Job;
import dev.titorelli.JobControl;
import dev.titorelli.JobControlKind;
import dev.titorelli.identity.JobDigest;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.worker.run.JobRun;
import dev.titorelli.worker.run.SourceRecord;
import dev.titorelli.worker.run.TakenJob;
import java.time.Instant;

/** Jobs, runs and orders to test with. */
public final class TestJobs {

    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    public static final String WORKER_RUN = "run-1";
    public static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    public static final String MODEL_DIGEST = "f".repeat(64);

    private TestJobs() {}

    /** Four steps, 32 x 32 pixels, attempt 1. */
    public static Job aJob() {
        JobId id = JobId.parse("acme/r-1/image/0");
        Job job = Job.newBuilder()
                .setJobId(id.toString())
                .setTenant("acme")
                .setRequestId("r-1")
                .setStage("image")
                .setOriginPartition(1)
                .setQueue("fake.tokens-16")
                .setModelDigest(MODEL_DIGEST)
                .setPrompt("a cat")
                .setNegativePrompt("dogs")
                .setWidthPx(32)
                .setHeightPx(32)
                .setSteps(4)
                .setSeed(7)
                .setFormat(ImageFormat.PNG)
                .build();
        job.setJobDigest(JobDigest.of(job));
        job.setOutputKey(ObjectKeys.image(id, job.getJobDigest(), ImageFormat.PNG));
        return job;
    }

    public static TakenJob taken(Job job) {
        return new TakenJob(job, source(new byte[] {1}), 1, NOON);
    }

    public static SourceRecord source(byte[] value) {
        return new SourceRecord("job.v1.fake.tokens-16", 0, 3, new byte[] {9}, value, TRACE);
    }

    public static JobRun aRun(Job job) {
        return new JobRun(taken(job), WORKER_RUN);
    }

    public static JobRun aRun() {
        return aRun(aJob());
    }

    /** An order about {@link #aJob}. */
    public static JobControl order(JobControlKind kind, int attempt, String workerRun) {
        return JobControl.newBuilder()
                .setKind(kind)
                .setJobId("acme/r-1/image/0")
                .setAttempt(attempt)
                .setWorkerRun(workerRun)
                .build();
    }
}
