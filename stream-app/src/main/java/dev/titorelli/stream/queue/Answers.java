package dev.titorelli.stream.queue;

import dev.titorelli.Job;
import dev.titorelli.Placement;
import dev.titorelli.PlacementKind;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.header.Trace;
import dev.titorelli.stream.queue.QueueNode.Sinks;
import dev.titorelli.stream.queue.QueueRows.Sendable;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends jobs to the workers and tells REQUEST where each stands. */
final class Answers {

    private final ProcessorContext<String, SpecificRecord> context;
    private final Sinks sinks;

    Answers(ProcessorContext<String, SpecificRecord> context, Sinks sinks) {
        this.context = context;
        this.sinks = sinks;
    }

    /** A job goes to the workers. */
    void release(Sendable sendable) {
        Job job = sendable.job();
        send(job.getJobId(), job, sendable.traceparent(), sinks.jobs());
        place(about(job.getJobId(), job.getAttempt(), job.getQueue(), PlacementKind.RELEASED), sendable.traceparent());
    }

    /**
     * A job waits.
     *
     * @param estimatedStartMs null when nobody can tell
     * @param isServed whether a live worker serves its queue
     */
    void waits(String queue, WaitingJob job, long position, Long estimatedStartMs, boolean isServed) {
        PlacementKind kind = isServed ? PlacementKind.QUEUED : PlacementKind.WAITING;
        Placement.Builder placement = about(job.jobId(), job.attempt(), queue, kind)
                .setPosition(position)
                .setEstimatedStartMs(estimatedStartMs)
                .setReason(isServed ? "" : FaultCode.NO_CAPACITY.name());
        place(placement, null);
    }

    /**
     * A job is not kept.
     *
     * @param retryAfterMs null when nobody can tell
     */
    void refuse(Job job, FaultCode reason, Long retryAfterMs, String traceparent) {
        place(
                about(job.getJobId(), job.getAttempt(), job.getQueue(), PlacementKind.REFUSED)
                        .setReason(reason.name())
                        .setRetryAfterMs(retryAfterMs),
                traceparent);
    }

    /** An operator threw a job away. */
    void purge(String queue, WaitingJob job) {
        Placement.Builder placement = about(job.jobId(), job.attempt(), queue, PlacementKind.PURGED);
        place(placement.setReason(FaultCode.PURGED.name()), null);
    }

    /** A record goes to the dead letters. */
    void bury(String key, SpecificRecord letter, String traceparent) {
        send(key, letter, traceparent, sinks.graveyard());
    }

    private Placement.Builder about(String jobId, int attempt, String queue, PlacementKind kind) {
        int tenantEnd = jobId.indexOf('/');
        int requestEnd = jobId.indexOf('/', tenantEnd + 1);
        return Placement.newBuilder()
                .setKind(kind)
                .setTenant(jobId.substring(0, tenantEnd))
                .setRequestId(jobId.substring(tenantEnd + 1, requestEnd))
                .setJobId(jobId)
                .setAttempt(attempt)
                .setQueue(queue)
                .setAt(Instant.ofEpochMilli(context.currentSystemTimeMs()))
                // Every field is set: to look up and copy a default costs the builder more than to write it.
                .setPosition(null)
                .setEstimatedStartMs(null)
                .setReason("")
                .setRetryAfterMs(null);
    }

    private void place(Placement.Builder placement, String traceparent) {
        String request = placement.getTenant() + "/" + placement.getRequestId();
        send(request, placement.build(), traceparent, sinks.placements());
    }

    private void send(String key, SpecificRecord value, String traceparent, String sink) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs(), Trace.headers(traceparent)), sink);
    }
}
