package dev.titorelli.standalone.bench.worker;

import dev.titorelli.ImageFormat;
import dev.titorelli.Job;
import dev.titorelli.Lane;
import dev.titorelli.identity.JobDigest;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.identity.QueueName;
import dev.titorelli.identity.RequestId;
import dev.titorelli.worker.model.ModelDefaults;
import java.util.List;
import java.util.Optional;

/**
 * Writes jobs as the stream app plans them. Each has a prompt of its own, for the model too, so that only the default negative prompt's
 * prefix can be shared, as it is among the requests of strangers.
 *
 * @param digest the model's
 * @param buckets of the model, ascending
 * @param fifo the largest part, when all jobs go through its bucket's queue in the order in which they come
 */
record BenchJobs(
        String alias,
        String digest,
        ModelDefaults defaults,
        BenchPrompts prompts,
        List<Integer> buckets,
        int steps,
        Optional<JobMix.Part> fifo) {

    private static final String TENANT = "bench";
    private static final String STAGE = "image";

    /** The job of a name that no other job of the bench has. */
    Job job(String name, long seed, JobMix.Part part) {
        JobId id = new JobId(new RequestId(TENANT, name), STAGE, 0);
        QueueName queue = queue(part);
        Job job = Job.newBuilder()
                .setJobId(id.toString())
                .setTenant(TENANT)
                .setRequestId(name)
                .setStage(STAGE)
                .setQueue(queue.toString())
                .setLane(queue.lane())
                .setModel(alias)
                .setModelDigest(digest)
                .setPrompt(prompts.of(seed))
                .setNegativePrompt(defaults.negativePrompt())
                .setWidthPx(part.size().getWidthPx())
                .setHeightPx(part.size().getHeightPx())
                .setMaxInputSizePx(defaults.maxInputSizePx())
                .setSteps(steps)
                .setGuidanceScale(defaults.guidanceScale())
                .setImageGuidanceScale(defaults.imageGuidanceScale())
                .setUseImageGuidance(defaults.useImageGuidance())
                .setTimeShift(defaults.timeShift())
                .setSeed(seed)
                .setFormat(ImageFormat.PNG)
                .build();
        job.setJobDigest(JobDigest.of(job));
        job.setOutputKey(ObjectKeys.image(id, job.getJobDigest(), ImageFormat.PNG));
        return job;
    }

    /** Where jobs of this kind wait. */
    QueueName queue(JobMix.Part part) {
        return fifo.map(largest -> new QueueName(alias, bucket(largest), Lane.INTERACTIVE))
                .orElseGet(() -> new QueueName(alias, bucket(part), part.lane()));
    }

    private int bucket(JobMix.Part part) {
        return buckets.stream()
                .filter(tokens -> tokens >= part.tokens())
                .findFirst()
                .orElseThrow();
    }
}
