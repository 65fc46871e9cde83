package dev.titorelli.stream.queue;

import dev.titorelli.Job;
import dev.titorelli.QueueRecord;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.QueueName;
import java.util.Optional;

/** What makes an ENQUEUE one that can be answered and sent: a job, its request and its queue. Pure. */
final class EnqueueRules {

    private EnqueueRules() {}

    /** What is wrong, for a person; empty when nothing is. */
    static Optional<String> complaint(QueueRecord enqueue) {
        Job job = enqueue.getJob();
        if (job == null) {
            return Optional.of("an ENQUEUE without a job");
        }
        try {
            QueueName.parse(job.getQueue());
            String request = JobId.parse(job.getJobId()).request().toString();
            boolean agrees = job.getJobId().equals(enqueue.getJobId())
                    && job.getQueue().equals(enqueue.getQueue())
                    && request.equals(enqueue.getTenant() + "/" + enqueue.getRequestId());
            return agrees ? Optional.empty() : Optional.of("job and record name different jobs, requests or queues");
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
