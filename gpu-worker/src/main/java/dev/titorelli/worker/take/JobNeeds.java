package dev.titorelli.worker.take;

import dev.titorelli.Job;
import dev.titorelli.worker.batch.ModelDescription;
import dev.titorelli.worker.batch.Painter;
import dev.titorelli.worker.conditioning.ConditioningException;
import dev.titorelli.worker.schedule.JobBytes;
import dev.titorelli.worker.schedule.JobSize;

/** How many bytes of memory jobs take. Any thread. */
final class JobNeeds {

    private static final int BRANCHES = 3;

    private final Painter painter;
    private final ModelDescription model;
    private final JobBytes bytes;

    JobNeeds(Painter painter) {
        this.painter = painter;
        this.model = painter.description();
        this.bytes = new JobBytes(painter.sizes());
    }

    /** Of a job with its adapter; nothing when prompt and pictures don't fit each other, for such a job ends before it takes any. */
    long of(Job job) {
        try {
            return bytes.all(painter.size(job))
                    + job.getAdapterValues() * painter.sizes().elementBytes();
        } catch (ConditioningException e) {
            return 0;
        }
    }

    /** Of the largest job that a bucket may have. */
    long worstCase(int bucket) {
        int steps = Math.max(1, model.limits().getMaxSteps());
        return bytes.all(JobSize.worstCase(bucket, model.maxPrefixTokens(), BRANCHES, steps));
    }
}
