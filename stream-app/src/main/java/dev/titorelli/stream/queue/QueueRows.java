package dev.titorelli.stream.queue;

import dev.titorelli.Job;
import dev.titorelli.stream.row.QueueRow;
import dev.titorelli.stream.row.ReleasedRow;
import dev.titorelli.stream.row.Rows;
import dev.titorelli.stream.row.WaitingRow;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the queues of one task survive by: a row for each job that waits, one for each that was released and has not ended,
 * one for each queue. Rows are read by their keys but for the start, so that nobody steps over what was deleted.
 */
final class QueueRows {

    private static final String WAITING = "waiting-job";

    private final Rows<WaitingRow> waiting;
    private final Rows<ReleasedRow> released;
    private final Rows<QueueRow> queues;
    private final Rows<Job> jobs;
    private long nextOrder;

    QueueRows(KeyValueStore<String, byte[]> store) {
        waiting = new Rows<>(store, WAITING, WaitingRow.class);
        released = new Rows<>(store, "released-job", ReleasedRow.class);
        queues = new Rows<>(store, "queue", QueueRow.class);
        jobs = new Rows<>(store, WAITING, Job.class);
    }

    /** A job with what its record carries beside it. */
    record Sendable(Job job, String traceparent) {}

    /** The place of who comes now. */
    Place nextPlace(boolean head) {
        return new Place(head, nextOrder++);
    }

    /** The order of who comes next. */
    long nextOrder() {
        return nextOrder;
    }

    /** Nobody who comes from now on is before this order. */
    void goOnFrom(long order) {
        nextOrder = Math.max(nextOrder, order);
    }

    void putWaiting(String queue, WaitingJob job, Sendable sendable) {
        WaitingRow row = WaitingRow.newBuilder()
                .setJobId(job.jobId())
                .setAttempt(job.attempt())
                .setDeviceMs(job.deviceMs())
                .setTraceparent(sendable.traceparent())
                .setJob(jobs.bytesOf(sendable.job()))
                .build();
        waiting.put(key(queue, job), row);
    }

    Sendable waiting(String queue, WaitingJob job) {
        String key = key(queue, job);
        WaitingRow row = waiting.find(key)
                .orElseThrow(() -> new IllegalStateException("the state lacks the row of waiting job " + job.jobId()));
        return new Sendable(jobs.ofBytes(key, row.getJob()), row.getTraceparent());
    }

    void deleteWaiting(String queue, WaitingJob job) {
        waiting.delete(key(queue, job));
    }

    void putReleased(String queue, WaitingJob job) {
        ReleasedRow row = ReleasedRow.newBuilder()
                .setAttempt(job.attempt())
                .setDeviceMs(job.deviceMs())
                .build();
        released.put(queue + "/" + job.jobId(), row);
    }

    void deleteReleased(String queue, String jobId) {
        released.delete(queue + "/" + jobId);
    }

    void put(String queue, QueueRow row) {
        queues.put(queue, row);
    }

    /** All queues that have a row, with their rows. */
    void forEachQueue(BiConsumer<String, QueueRow> taker) {
        queues.forEachStartingWith("", taker);
    }

    /** All waiting jobs by queue, in the order of each backlog. */
    void forEachWaiting(BiConsumer<String, WaitingJob> taker) {
        waiting.forEachStartingWith("", (key, row) -> {
            String[] parts = key.split("/", -1);
            Place place = Place.ofKey(parts[2]);
            goOnFrom(place.order() + 1);
            taker.accept(
                    parts[0], new WaitingJob(row.getJobId(), parts[1], row.getAttempt(), row.getDeviceMs(), place));
        });
    }

    /** All jobs by queue that were released and have not ended. */
    void forEachReleased(BiConsumer<String, WaitingJob> taker) {
        released.forEachStartingWith("", (key, row) -> {
            String[] parts = key.split("/", 2);
            String tenant = parts[1].substring(0, parts[1].indexOf('/'));
            taker.accept(parts[0], new WaitingJob(parts[1], tenant, row.getAttempt(), row.getDeviceMs()));
        });
    }

    private static String key(String queue, WaitingJob job) {
        return queue + "/" + job.tenant() + "/" + job.place().key();
    }
}
