package dev.titorelli.worker.run;

import dev.titorelli.Job;
import dev.titorelli.fault.FaultCode;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as it was taken.
 *
 * @param deliveryCount the broker's count of deliveries; information only
 * @param takenAt when it was polled
 */
public record TakenJob(Job job, SourceRecord source, int deliveryCount, Instant takenAt) {

    /** Why nobody wants the picture any more at a time: its deadline, or its time-out counted from the take. */
    public Optional<FaultCode> overdue(Instant now) {
        if (job.getDeadline() != null && now.isAfter(job.getDeadline())) {
            return Optional.of(FaultCode.DEADLINE_PASSED);
        }
        boolean late = job.getTimeoutMs() != null && now.isAfter(takenAt.plusMillis(job.getTimeoutMs()));
        return late ? Optional.of(FaultCode.TIMED_OUT) : Optional.empty();
    }
}
